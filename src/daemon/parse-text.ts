import { err } from '#base';
import type { Result } from '#base';
import { readBytes } from '#host';
import type { Configuration } from './config/configuration.ts';

/** The configuration that a text declares; `name` stands for it in errors, and relative paths in it start from there. */
export async function parseText(text: string, name: string): Promise<Result<Configuration, string>> {
  // Checking needs a YAML parser and a schema library, which take longer to load than all the rest together.
  const [{ parseConfiguration }, { formatDocumentErrors }] = await Promise.all([
    import('./config/parse-configuration.ts'),
    import('#document'),
  ]);
  const parsed = parseConfiguration(text, name, readBytes);
  return parsed.ok ? parsed : err(formatDocumentErrors(parsed.error));
}
