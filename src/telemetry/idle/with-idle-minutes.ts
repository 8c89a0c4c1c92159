import { MINUTE_MS, NOTHING_COUNTED } from '../minute-counts.ts';
import type { Aggregate, StatisticSet } from '../store/store.ts';
import type { Span } from './span.ts';

/** The stretch that a moment is told by. */
interface Unit {
  readonly startMs: number;
  readonly lengthMs: number;
}

/** What is asked for, and how finely what is that old is told. */
export interface IdleQuery extends Span {
  /** Length of the stretch that a moment belongs to: a whole number of minutes, of which the next longer one is a multiple. */
  readonly lengthAt: (timeMs: number) => number;
}

/**
 * What was kept, and beside it a sample of zero for every minute of `ran` of which nothing was: by the minute, or added up as
 * what is that old is kept. What is kept begins within the query; `ran` are whole minutes, apart and in order.
 */
export function withIdleMinutes(
  kept: readonly Aggregate[],
  ran: readonly Span[],
  { fromMs, toMs, lengthAt }: IdleQuery,
): readonly Aggregate[] {
  const units = new Units(kept, lengthAt);
  const idle = idleMinutes(ran, units);
  // Whatever is kept has its own minutes counted already.
  for (const aggregate of kept) {
    const { startMs } = units.of(aggregate.startMs);
    const entry = idle.get(startMs);
    if (entry !== undefined) entry.minutes -= aggregate.noToken.samples;
  }
  const filled = kept.map((aggregate) => {
    const entry = idle.get(aggregate.startMs);
    if (entry === undefined || entry.lengthMs !== aggregate.lengthMs) return aggregate;
    idle.delete(aggregate.startMs);
    return { ...aggregate, noToken: withZeros(aggregate.noToken, entry.minutes) };
  });
  const others = [...idle].filter(([startMs, { minutes }]) => minutes > 0 && startMs >= fromMs && startMs < toMs);
  const zeros = others.map(([startMs, { lengthMs, minutes }]) => zerosOf(startMs, lengthMs, minutes));
  return [...filled, ...zeros].sort((one, other) => one.startMs - other.startMs);
}

/** With a sample of `noTokenRejected` for every one of `noToken`: where nothing was rejected, it is zero. */
export function withRejectedZeros(aggregate: Aggregate): Aggregate {
  const { noToken, noTokenRejected } = aggregate;
  return { ...aggregate, noTokenRejected: withZeros(noTokenRejected, noToken.samples - noTokenRejected.samples) };
}

/** How many minutes of `ran` are in each unit, by its start. */
function idleMinutes(ran: readonly Span[], units: Units): Map<number, { readonly lengthMs: number; minutes: number }> {
  const found = new Map<number, { readonly lengthMs: number; minutes: number }>();
  for (const { fromMs, toMs } of ran) {
    for (let atMs = fromMs; atMs < toMs;) {
      const { startMs, lengthMs } = units.of(atMs);
      const endMs = Math.min(toMs, startMs + lengthMs);
      const entry = found.get(startMs) ?? { lengthMs, minutes: 0 };
      entry.minutes += (endMs - atMs) / MINUTE_MS;
      found.set(startMs, entry);
      atMs = endMs;
    }
  }
  return found;
}

/** Time in units: those of what is kept where it is long, else by age, but nowhere longer than what is kept there. */
class Units {
  readonly #lengthAt: IdleQuery['lengthAt'];
  /** Starts of what is kept by longer stretches than a minute, by length, the longest first. */
  readonly #long: readonly (readonly [lengthMs: number, starts: ReadonlySet<number>])[];
  /** The shortest that is kept in a unit that its age would have longer, by the start of that unit. */
  readonly #short = new Map<number, number>();

  constructor(kept: readonly Aggregate[], lengthAt: IdleQuery['lengthAt']) {
    this.#lengthAt = lengthAt;
    const long = kept.filter(({ lengthMs }) => lengthMs > MINUTE_MS);
    this.#long = [...Map.groupBy(long, ({ lengthMs }) => lengthMs)]
      .map(([lengthMs, aggregates]) => [lengthMs, new Set(aggregates.map(({ startMs }) => startMs))] as const)
      .sort(([one], [other]) => other - one);
    for (const { startMs, lengthMs } of kept) {
      const unitMs = floor(startMs, lengthAt(startMs));
      this.#short.set(unitMs, Math.min(lengthMs, this.#short.get(unitMs) ?? lengthMs));
    }
  }

  of(timeMs: number): Unit {
    for (const [lengthMs, starts] of this.#long) {
      const startMs = floor(timeMs, lengthMs);
      if (starts.has(startMs)) return { startMs, lengthMs };
    }
    const byAgeMs = this.#lengthAt(timeMs);
    const lengthMs = Math.min(byAgeMs, this.#short.get(floor(timeMs, byAgeMs)) ?? byAgeMs);
    return { startMs: floor(timeMs, lengthMs), lengthMs };
  }
}

function floor(timeMs: number, lengthMs: number): number {
  return Math.floor(timeMs / lengthMs) * lengthMs;
}

function zerosOf(startMs: number, lengthMs: number, samples: number): Aggregate {
  const zeros: StatisticSet = { samples, sum: 0, minimum: 0, maximum: 0 };
  const none: StatisticSet = { samples: 0, sum: 0, minimum: 0, maximum: 0 };
  return { startMs, lengthMs, noToken: zeros, noTokenRejected: none, tally: NOTHING_COUNTED };
}

function withZeros(set: StatisticSet, zeros: number): StatisticSet {
  if (zeros <= 0) return set;
  return { ...set, samples: set.samples + zeros, minimum: 0, maximum: set.samples === 0 ? 0 : set.maximum };
}
