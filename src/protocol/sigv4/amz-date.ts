const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** The time that `20150830T123600Z` says, in milliseconds since 1970; `undefined` if it is none. */
export function parseAmzDate(text: string): number | undefined {
  const parts = AMZ_DATE.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const timeMs = Date.UTC(year, month - 1, day, hour, minute, second);
  // `Date.UTC` takes the 31st of February for the 3rd of March: such a date does not come back as it went in.
  return formatAmzDate(timeMs) === text ? timeMs : undefined;
}

/** `timeMs` as `20150830T123600Z`, whole seconds. */
export function formatAmzDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
