import { ok } from '#base';
import type { MetricAlarm } from '#model';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { alarmMetric } from './alarms/alarm-queries.ts';
import { alarmView } from './alarms/alarm-view.ts';
import { alarmArn, alarmsOf } from './alarms/find-alarms.ts';

type Input = cloudwatch.DescribeAlarmsForMetricInput;

/** CloudWatch API Reference, `DescribeAlarmsForMetric`: alarms on that metric alone, not on expressions. */
export const describeAlarmsForMetric: ActionOf<'cloudwatch', 'DescribeAlarmsForMetric'> = {
  permissions: (_, call) => [{ resource: alarmArn(call, '*') }],
  act: (input, call) =>
    ok({
      MetricAlarms: alarmsOf(call)
        .filter((alarm) => isOn(alarm, input))
        .map(alarmView),
    }),
};

function isOn(alarm: MetricAlarm, input: Input): boolean {
  const metric = alarmMetric(alarm);
  if (metric === undefined || metric.name !== input.MetricName || metric.namespace !== input.Namespace) return false;
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  return (
    sameDimensions(metric.dimensions, input.Dimensions ?? []) &&
    (statistic ?? metric.statistic) === metric.statistic &&
    (input.Period ?? metric.periodSeconds) === metric.periodSeconds &&
    (input.Unit ?? metric.unit) === metric.unit
  );
}

function sameDimensions(
  own: readonly { readonly name: string; readonly value: string }[],
  given: readonly cloudwatch.Dimension[],
): boolean {
  return (
    own.length === given.length &&
    own.every(({ name, value }) => given.some(({ Name, Value }) => Name === name && Value === value))
  );
}
