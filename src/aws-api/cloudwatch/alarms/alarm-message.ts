import type { AlarmState, MetricAlarm } from '#model';
import { alarmMetric, alarmPeriodSeconds, queryView } from './alarm-queries.ts';
import { zoned } from './alarm-reason.ts';

/** What an alarm tells when it changes: the message that CloudWatch sends to SNS. `alarm` is in its new state. */
export function alarmMessage(alarm: MetricAlarm, previous: AlarmState): object {
  const { state, actions } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: alarm.accountId,
    AlarmConfigurationUpdatedTimestamp: zoned(alarm.configuredAtMs),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: zoned(state.updatedAtMs),
    Region: alarm.region,
    AlarmArn: alarm.arn,
    OldStateValue: previous,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    Trigger: trigger(alarm),
  };
}

function trigger(alarm: MetricAlarm): object {
  const metric = alarmMetric(alarm);
  const watched =
    metric === undefined
      ? { Metrics: alarm.queries.map(queryView) }
      : {
          MetricName: metric.name,
          Namespace: metric.namespace,
          StatisticType: /^p\d/.test(metric.statistic) ? 'ExtendedStatistic' : 'Statistic',
          Statistic: metric.statistic.toUpperCase(),
          Unit: metric.unit ?? null,
          Dimensions: metric.dimensions,
        };
  return {
    ...watched,
    Period: alarmPeriodSeconds(alarm),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm ?? alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile ?? '',
  };
}
