import { err, hexDigits, ok } from '#base';
import type { Brand, Result } from '#base';

/** An EC2 instance id: `i-` and 8 or 17 lower-case hexadecimal digits (EC2 User Guide, "Resource IDs"). */
export type InstanceId = Brand<string, 'InstanceId'>;

/** A 12-digit AWS account number. */
export type AccountId = Brand<string, 'AccountId'>;

/** Reads an instance id; the error says what one looks like. */
export function parseInstanceId(text: string): Result<InstanceId, string> {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text)
    ? ok(text as InstanceId)
    : err(`"${text}" is not an instance id: "i-" and 8 or 17 hexadecimal digits`);
}

/** Reads an account number; the error says what one looks like. */
export function parseAccountId(text: string): Result<AccountId, string> {
  return /^\d{12}$/.test(text) ? ok(text as AccountId) : err(`"${text}" is not an account id: 12 digits`);
}

/** An instance id that depends only on `seed`, so that what was made up once is made up alike after a restart. */
export function deriveInstanceId(seed: string): InstanceId {
  return `i-${hexDigits(`instance:${seed}`, 17)}` as InstanceId;
}

/** A resource id of the current length, such as `eni-…` or `subnet-…`, that depends only on `seed`. */
export function deriveResourceId(prefix: string, seed: string): string {
  return `${prefix}-${hexDigits(`${prefix}:${seed}`, 17)}`;
}
