import type { ApiError } from '#protocol/aws';
import { validationError } from './errors.ts';

/** What is wrong with an alias (IAM API Reference, `CreateAccountAlias`). */
export function invalidAlias(alias: string): ApiError | undefined {
  if (/^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/.test(alias) && !/^\d{12}$/.test(alias)) return undefined;
  return validationError(
    `1 validation error detected: Value '${alias.slice(0, 100)}' at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$`,
  );
}
