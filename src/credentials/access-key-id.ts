const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const DIGITS = 16;

/**
 * An access key id: `ASIA` for temporary credentials, `AKIA` for others, and 16 of `A-Z2-7`. As in AWS's own, the digits are base32 of a set
 * bit, the account number in 40 bits, and 39 bits of `distinction` that tell the keys of an account apart; so tools that read the account out of
 * an access key id, as `sts:GetAccessKeyInfo` does, read the right one.
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string, distinction: Uint8Array): string {
  const distinct = Buffer.from(distinction).readBigUInt64BE() & ((1n << 39n) - 1n);
  let bits = (1n << 79n) | (BigInt(accountId) << 39n) | distinct;
  let digits = '';
  for (let digit = 0; digit < DIGITS; digit++, bits >>= 5n) digits = (ALPHABET[Number(bits & 31n)] ?? '') + digits;
  return prefix + digits;
}
