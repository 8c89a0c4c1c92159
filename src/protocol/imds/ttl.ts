import type { Octets } from '#base';

// The longest a session token may live: six hours (EC2 User Guide).
const MAX_TTL_SECONDS = 21_600;

/** The seconds that a token PUT asks for, 1 to 21600; undefined for anything but that in decimal digits. Reads `start` to `end` of `bytes`. */
export function parseTtlSeconds(bytes: Octets, start: number, end: number): number | undefined {
  let seconds = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    seconds = seconds * 10 + digit;
    if (seconds > MAX_TTL_SECONDS) return undefined;
  }
  return seconds === 0 ? undefined : seconds;
}
