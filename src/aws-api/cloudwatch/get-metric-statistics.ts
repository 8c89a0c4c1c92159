import { ok } from '#base';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { defined } from '../defined.ts';
import { invalidParameterCombination, invalidParameterValue, missingParameter } from './errors.ts';
import { findMetric } from './metrics/metric.ts';
import { roundedStart, sampledPeriods } from './metrics/periods.ts';
import type { Period } from './metrics/periods.ts';
import { invalidPeriod, invalidStretch } from './metrics/query-rules.ts';
import { findStatistic } from './metrics/statistic.ts';

const DATAPOINTS_MAX = 1440;

type Input = cloudwatch.GetMetricStatisticsInput;

/** CloudWatch API Reference, `GetMetricStatistics`. */
export const getMetricStatistics: ActionOf<'cloudwatch', 'GetMetricStatistics'> = {
  validate: (input) =>
    invalidStatistics(input) ??
    invalidPeriod(input.Period) ??
    invalidStretch(input.StartTime, input.EndTime) ??
    tooMany(input),
  async act(input, call) {
    await call.upToDate();
    const metric = findMetric(input);
    const Label = input.MetricName;
    if (metric === undefined || (input.Unit ?? 'Count') !== 'Count') return ok({ Label, Datapoints: [] });
    const fromMs = roundedStart(input.StartTime.getTime(), call.nowMs);
    const stretch = { fromMs, toMs: input.EndTime.getTime(), periodMs: input.Period * 1000 };
    const Datapoints = sampledPeriods(call, metric, stretch).map((period) => datapoint(period, input));
    return ok({ Label, Datapoints });
  },
};

function datapoint(
  { startMs, sets }: Period,
  { Statistics = [], ExtendedStatistics = [] }: Input,
): cloudwatch.Datapoint {
  const values = (names: readonly string[]): Readonly<Record<string, number>> =>
    Object.fromEntries(names.map((name) => [name, findStatistic(name)?.(sets) ?? 0]));
  const extended = ExtendedStatistics.length > 0 ? values(ExtendedStatistics) : undefined;
  return {
    Timestamp: new Date(startMs),
    Unit: 'Count',
    ...values(Statistics),
    ...defined({ ExtendedStatistics: extended }),
  };
}

function invalidStatistics({ Statistics = [], ExtendedStatistics = [] }: Input): ReturnType<typeof invalidPeriod> {
  if (Statistics.length + ExtendedStatistics.length === 0) {
    return missingParameter('The parameter Statistics or ExtendedStatistics is required.');
  }
  const unknown = ExtendedStatistics.find((name) => findStatistic(name) === undefined);
  return unknown === undefined
    ? undefined
    : invalidParameterValue(`The value ${unknown} for parameter ExtendedStatistics is not supported: p0 to p100 are.`);
}

function tooMany({ StartTime, EndTime, Period }: Input): ReturnType<typeof invalidPeriod> {
  const wanted = Math.ceil((EndTime.getTime() - StartTime.getTime()) / (Period * 1000));
  if (wanted <= DATAPOINTS_MAX) return undefined;
  return invalidParameterCombination(
    `You have requested up to ${wanted.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );
}
