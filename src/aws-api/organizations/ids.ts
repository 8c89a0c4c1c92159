import type { Random } from '#base';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `length` characters of what Organizations makes its ids of. */
export function newIdPart(random: Random, length: number): string {
  return Array.from(random.bytes(length), (octet) => ALPHABET[octet % ALPHABET.length]).join('');
}

/** A number for an account that nobody has yet. */
export function newAccountId(random: Random): string {
  const [first = 0, ...others] = random.bytes(12);
  return [1 + (first % 9), ...others.map((octet) => octet % 10)].join('');
}
