import type { Random } from '#base';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The prefixes of unique ids (IAM User Guide, "Unique identifiers"). */
export type IamIdPrefix = 'AROA' | 'AIPA' | 'AIDA' | 'ANPA';

/** A new unique id: a prefix and 17 of `A-Z2-7`. */
export function newIamId(prefix: IamIdPrefix, random: Random): string {
  return prefix + Array.from(random.bytes(17), (octet) => ALPHABET[octet & 31] ?? 'A').join('');
}

/** The account that an access key id belongs to; undefined if it has none in it. */
export function accountOfAccessKey(id: string): string | undefined {
  const digits = /^A(?:KIA|SIA)([A-Z2-7]{16})$/.exec(id)?.[1];
  if (digits === undefined) return undefined;
  let bits = 0n;
  for (const digit of digits) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(digit));
  const account = (bits >> 39n) & ((1n << 40n) - 1n);
  return account.toString().padStart(12, '0').slice(-12);
}

/** A new secret access key: 40 characters of base64. */
export function newSecretAccessKey(random: Random): string {
  return Buffer.from(random.bytes(30)).toString('base64');
}
