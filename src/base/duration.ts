const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

type Unit = keyof typeof UNITS_MS;

/** How durations are written, for errors. */
export const DURATION_FORM = 'a duration such as 200ms, 1.5s, 2m, 1h30m or 14d';

/** The milliseconds that `text` says, such as `200ms`, `1.5s` or `1h30m`; undefined if it is no duration. At least 0. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,12}(?:\.\d{1,6})?(?:ms|[dhms]))+$/.test(text)) return undefined;
  let ms = 0;
  // The pattern lets no other unit through.
  for (const [, count = '', unit] of text.matchAll(/([\d.]+)(ms|[dhms])/g))
    ms += Number(count) * UNITS_MS[unit as Unit];
  return Math.round(ms);
}

/** Milliseconds as people write them: `90s`, `1.5s` and `200ms`, in the largest unit that keeps them whole. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (ms >= UNITS_MS[unit] && ms % UNITS_MS[unit] === 0) return `${ms / UNITS_MS[unit]}${unit}`;
  }
  return ms >= 1000 ? `${ms / 1000}s` : `${Math.round(ms * 1000) / 1000}ms`;
}
