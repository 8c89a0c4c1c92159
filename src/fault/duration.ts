const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How durations are written, for errors. */
export const DURATION_FORM = 'a duration such as 200ms, 1.5s, 5m, 2h or 1d';

/** The milliseconds that `text` says, such as `200ms` or `1.5s`; undefined if it is no duration. At least 0. */
export function parseDuration(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\s*(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const scale = UNITS[unit];
  return scale === undefined ? undefined : Math.round(Number(number) * scale);
}

/** Milliseconds as people write them: `90s`, `1.5s` and `200ms`, in the largest unit that keeps them whole. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  for (const unit of ['d', 'h', 'm', 's']) {
    const scale = UNITS[unit] ?? 1;
    if (ms >= scale && ms % scale === 0) return `${ms / scale}${unit}`;
  }
  return ms >= 1000 ? `${ms / 1000}s` : `${Math.round(ms * 1000) / 1000}ms`;
}
