import type { MalformedHead } from './refusal.ts';

/** More bytes are needed. */
export const INCOMPLETE = 0;

// Refusals travel as negative numbers so that a parsing step can return either its end or why it failed without allocating.
export const MALFORMED = -1;
export const TARGET_TOO_LONG = -2;
export const HEAD_TOO_LARGE = -3;
export const BODY_TOO_LARGE = -4;
export const TRANSFER_ENCODING = -5;
export const HTTP_VERSION = -6;

const BY_RESULT: readonly MalformedHead[] = [
  'malformed',
  'target-too-long',
  'head-too-large',
  'body-too-large',
  'transfer-encoding',
  'http-version',
];

/** The refusal behind a negative result of `parseRequestHead`; throws on any other number. */
export function malformation(result: number): MalformedHead {
  const refusal = BY_RESULT[-result - 1];
  if (refusal === undefined) throw new RangeError(`${result} is not a refusal`);
  return refusal;
}
