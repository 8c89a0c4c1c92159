import { MINUTE_MS, minuteOf } from '../minute-counts.ts';

/** A stretch of time: from one moment on and before another. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whole minutes in any part of which both one of `ones` and one of `others` was, in the order of time and apart. */
export function sharedMinutes(ones: readonly Span[], others: readonly Span[]): readonly Span[] {
  const shared = ones.flatMap((one) =>
    others.flatMap((other) => wholeMinutes(Math.max(one.fromMs, other.fromMs), Math.min(one.toMs, other.toMs))),
  );
  return merged(shared);
}

function wholeMinutes(fromMs: number, toMs: number): readonly Span[] {
  if (fromMs >= toMs) return [];
  return [{ fromMs: minuteOf(fromMs), toMs: Math.ceil(toMs / MINUTE_MS) * MINUTE_MS }];
}

function merged(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = apart.at(-1);
    if (last === undefined || last.toMs < span.fromMs) apart.push(span);
    else apart[apart.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return apart;
}
