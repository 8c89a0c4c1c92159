const ISO_8601 =
  /^(-?\d{4,6})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?)?)?)?$/;

/**
 * Reads the two ways IAM writes time, as milliseconds since 1970: the W3C profile of ISO 8601, from the year alone down to
 * fractions of a second, and seconds since 1970. Digits alone are seconds. A time without a zone is UTC.
 */
export function parseInstant(text: string): number | undefined {
  if (/^\d{1,14}(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0'] = match;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  const date = dateOf(Number(year), Number(month), Number(day));
  if (date === undefined || time[0] > 23 || time[1] > 59 || time[2] > 59) return undefined;
  const offset = offsetMs(match[9], match[10], match[11]);
  return date + ((time[0] * 60 + time[1]) * 60 + time[2]) * 1000 + Number(`0.${fraction}`) * 1000 - offset;
}

function dateOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that does not exist, such as 31 February, rolls over into the next month.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function offsetMs(sign = '+', hours = '0', minutes = '0'): number {
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ms : ms;
}
