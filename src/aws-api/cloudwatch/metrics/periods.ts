import { MINUTE_MS } from '#telemetry';
import type { Aggregate, StatisticSet } from '#telemetry';
import type { Call } from '../../action.ts';
import { runningSince } from './running-since.ts';
import { statisticsOf } from './metric.ts';
import type { InstanceMetric } from './metric.ts';

const DAY_MS = 86_400_000;

/** A stretch of time cut into periods. */
export interface Periods {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodMs: number;
}

/** What was sampled in one period. */
export interface Period {
  readonly startMs: number;
  readonly sets: readonly StatisticSet[];
}

/** Who looks at what was observed, and when. */
export type Observer = Pick<Call, 'observed' | 'inventory' | 'accountId' | 'region' | 'nowMs'>;

/** The start of a query as CloudWatch rounds it, by its age (CloudWatch API Reference, `GetMetricStatistics`, `StartTime`). */
export function roundedStart(startMs: number, nowMs: number): number {
  const age = nowMs - startMs;
  const step = age < 15 * DAY_MS ? MINUTE_MS : age < 63 * DAY_MS ? 5 * MINUTE_MS : 60 * MINUTE_MS;
  return Math.floor(startMs / step) * step;
}

/**
 * What was sampled of a metric in each period that has samples, in the order of time. The first period begins with the
 * stretch. What is only known by longer stretches than a period is left out, as CloudWatch does.
 */
export function sampledPeriods(observer: Observer, metric: InstanceMetric, periods: Periods): readonly Period[] {
  const { fromMs, toMs, periodMs } = periods;
  const { accountId, region, observed } = observer;
  const { instanceId } = metric;
  const runningSinceMs = runningSince(observer, instanceId);
  const query = { owner: { accountId, region }, instanceId, fromMs, toMs, runningSinceMs };
  const sampled = new Map<number, StatisticSet[]>();
  for (const aggregate of observed.samples(query)) {
    const set = statisticsOf(metric.name, aggregate);
    if (set.samples === 0 || isTooLong(aggregate, periodMs)) continue;
    const startMs = fromMs + Math.floor((aggregate.startMs - fromMs) / periodMs) * periodMs;
    const sets = sampled.get(startMs);
    if (sets === undefined) sampled.set(startMs, [set]);
    else sets.push(set);
  }
  return [...sampled].map(([startMs, sets]) => ({ startMs, sets }));
}

/** Periods of less than a minute are for metrics of high resolution, of which there are none; a minute is then one sample. */
function isTooLong({ lengthMs }: Aggregate, periodMs: number): boolean {
  return lengthMs > Math.max(periodMs, MINUTE_MS);
}
