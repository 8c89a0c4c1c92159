import type { Octets } from '#base';

/** `tchar` of RFC 9110 §5.6.2: what methods and field names are made of. */
export const TOKEN = 1;
/** Field values: tab, space, visible characters and obs-text (RFC 9110 §5.5). */
export const VALUE = 2;
/** Request targets: visible ASCII only. */
export const TARGET = 4;
/** Space and tab. */
export const BLANK = 8;
/** The authority of an absolute-form target, without user information (RFC 9110 §4.2.4 calls that an error). */
export const AUTHORITY = 16;

const CLASS = new Uint8Array(256);
for (let octet = 0; octet < 256; octet++) CLASS[octet] = classOf(octet);

function classOf(octet: number): number {
  const char = String.fromCharCode(octet);
  const visible = octet > 0x20 && octet < 0x7f;
  let mask = 0;
  if (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(char)) mask |= TOKEN;
  if (visible || octet >= 0x80 || char === ' ' || char === '\t') mask |= VALUE;
  if (visible) mask |= TARGET;
  if (char === ' ' || char === '\t') mask |= BLANK;
  if (/[0-9A-Za-z\-._~:[\]]/.test(char)) mask |= AUTHORITY;
  return mask;
}

/** The first position from `at` on, at most `limit`, whose octet is in no class of `mask`. */
export function skip(bytes: Octets, at: number, limit: number, mask: number): number {
  let position = at;
  // `?? 0` never happens below `limit`; it spares an assertion and costs nothing once compiled.
  while (position < limit && ((CLASS[bytes[position] ?? 0] ?? 0) & mask) !== 0) position++;
  return position;
}

/** Whether `lowerCase` stands at `at`, in any case. The caller knows that it fits and that only token characters are there. */
export function matchesToken(bytes: Octets, at: number, lowerCase: Uint8Array): boolean {
  // Setting the case bit maps no other token character onto a letter, a digit or a hyphen.
  for (let index = 0; index < lowerCase.length; index++) {
    if (((bytes[at + index] ?? 0) | 0x20) !== lowerCase[index]) return false;
  }
  return true;
}

/** The character codes of ASCII `text`. */
export function codes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
