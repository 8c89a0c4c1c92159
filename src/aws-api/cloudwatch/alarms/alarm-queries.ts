import type { AlarmMetric, AlarmQuery, MetricAlarm } from '#model';
import type { cloudwatch } from '#protocol/aws';

const DEFAULT_PERIOD_SECONDS = 60;

/** The query whose values an alarm looks at. */
export function returnedQuery({ queries }: MetricAlarm): AlarmQuery | undefined {
  return queries.find(({ returnData }) => returnData);
}

/** The metric of an alarm that is on one. */
export function alarmMetric({ form, queries }: MetricAlarm): AlarmMetric | undefined {
  return form === 'metric' ? queries[0]?.metric : undefined;
}

/** The length of the periods that an alarm evaluates. */
export function alarmPeriodSeconds(alarm: MetricAlarm): number {
  const returned = returnedQuery(alarm);
  const own = returned?.metric?.periodSeconds ?? returned?.periodSeconds;
  return (
    own ?? alarm.queries.find(({ metric }) => metric !== undefined)?.metric?.periodSeconds ?? DEFAULT_PERIOD_SECONDS
  );
}

/** The statistic of an alarm that is on one metric. */
export function alarmStatistic(alarm: MetricAlarm): string | undefined {
  return alarmMetric(alarm)?.statistic;
}

/** A query as CloudWatch has it. */
export function queryView(query: AlarmQuery): cloudwatch.MetricDataQuery {
  const { id, metric, expression, label, returnData, periodSeconds } = query;
  return {
    Id: id,
    MetricStat: metric && {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: metric.periodSeconds,
      Stat: metric.statistic,
      // Only units that CloudWatch has get into an alarm.
      Unit: metric.unit as cloudwatch.StandardUnit | undefined,
    },
    Expression: expression,
    Label: label,
    ReturnData: returnData,
    Period: periodSeconds,
  };
}

/** A query as an alarm keeps it. */
export function alarmQuery(query: cloudwatch.MetricDataQuery): AlarmQuery {
  const { Id, MetricStat, Expression, Label, ReturnData = true, Period } = query;
  return {
    id: Id,
    metric: MetricStat && {
      namespace: MetricStat.Metric.Namespace ?? '',
      name: MetricStat.Metric.MetricName ?? '',
      dimensions: (MetricStat.Metric.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
      periodSeconds: MetricStat.Period,
      statistic: MetricStat.Stat,
      unit: MetricStat.Unit,
    },
    expression: Expression,
    label: Label,
    returnData: ReturnData,
    periodSeconds: Period,
  };
}
