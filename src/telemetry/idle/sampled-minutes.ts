import type { Clock } from '#base';
import { MINUTE_MS, minuteOf } from '../minute-counts.ts';
import { daysMs } from '../retention.ts';
import type { Retention } from '../retention.ts';
import { FIVE_MINUTES_MS, HOUR_MS } from '../store/roll-up.ts';
import type { Aggregate, AggregateQuery, Store } from '../store/store.ts';
import { sharedMinutes } from './span.ts';
import type { Span } from './span.ts';
import { withIdleMinutes, withRejectedZeros } from './with-idle-minutes.ts';

/** Which samples are wanted. */
export interface SampleQuery extends AggregateQuery {
  /** When the run of the instance began that goes on; undefined while it does not run. */
  readonly runningSinceMs: number | undefined;
}

/**
 * Knows every minute in which an instance ran while this service was up: from when this was up, the runs that are over, and
 * the one that goes on. Nothing is kept of a minute in which nothing was asked.
 */
export class SampledMinutes {
  readonly #store: Store;
  readonly #clock: Clock;
  /** When this service came up; where it had been up so lately that no whole minute is between, when it did then. */
  readonly #upSinceMs: number;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    const nowMs = clock.now();
    const [last] = store.up({ fromMs: minuteOf(nowMs) - MINUTE_MS, toMs: nowMs });
    this.#upSinceMs = last?.fromMs ?? nowMs;
  }

  /** Keeps that this service is up until now. */
  keepUp(): void {
    this.#store.keepUp({ fromMs: this.#upSinceMs, toMs: Math.max(this.#upSinceMs, this.#clock.now()) });
  }

  /**
   * What is known of an instance, with a zero for every minute it ran and asked for nothing; the minute that has not ended is
   * there only once it asked. Once a request was ever refused for want of a token, those that were not are told as zero too.
   */
  of({ runningSinceMs, ...query }: SampleQuery): readonly Aggregate[] {
    const nowMs = this.#clock.now();
    const oldestMs = nowMs - daysMs(this.#store.retention.hourDays);
    const range = { fromMs: Math.max(query.fromMs, oldestMs), toMs: Math.min(query.toMs + HOUR_MS, minuteOf(nowMs)) };
    const present = { fromMs: this.#upSinceMs, toMs: nowMs };
    const up = [...this.#store.up(range), present].map((span) => part(span, range));
    const running = runningSinceMs === undefined ? [] : [{ fromMs: runningSinceMs, toMs: nowMs }];
    const ran = sharedMinutes([...this.#store.runs({ ...query, ...range }), ...running], up);
    const lengthAt = lengthsAt(this.#store.retention, nowMs);
    const samples = withIdleMinutes(this.#store.aggregates(query), ran, { ...query, lengthAt });
    return this.#store.wasRejected(query.owner, query.instanceId) ? samples.map(withRejectedZeros) : samples;
  }
}

function part(span: Span, within: Span): Span {
  return { fromMs: Math.max(span.fromMs, within.fromMs), toMs: Math.min(span.toMs, within.toMs) };
}

/** By what stretches counts of some age are kept. */
function lengthsAt({ minuteDays, fiveMinuteDays }: Retention, nowMs: number): (timeMs: number) => number {
  const minutesFromMs = Math.floor((nowMs - daysMs(minuteDays)) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
  const fiveMinutesFromMs = Math.floor((nowMs - daysMs(fiveMinuteDays)) / HOUR_MS) * HOUR_MS;
  return (timeMs) => (timeMs < fiveMinutesFromMs ? HOUR_MS : timeMs < minutesFromMs ? FIVE_MINUTES_MS : MINUTE_MS);
}
