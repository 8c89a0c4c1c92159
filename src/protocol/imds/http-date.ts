/** `timeMs` (since 1970, within years 0 to 9999) as HTTP writes dates: IMF-fixdate, RFC 9110 §5.6.7. Parts of seconds are cut off. */
export function httpDate(timeMs: number): string {
  return new Date(timeMs).toUTCString();
}
