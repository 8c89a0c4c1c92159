import type { MetricAlarm } from '#model';
import type { cloudwatch } from '#protocol/aws';
import { alarmMetric, queryView } from './alarm-queries.ts';

const SIMPLE: ReadonlySet<string> = new Set(['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum']);

/** An alarm as CloudWatch tells it. */
export function alarmView(alarm: MetricAlarm): cloudwatch.MetricAlarm {
  const { name, arn, description, actions, state } = alarm;
  return {
    AlarmName: name,
    AlarmArn: arn,
    AlarmDescription: description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAtMs),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedAtMs),
    StateTransitionedTimestamp: new Date(state.transitionedAtMs),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile,
    ...watched(alarm),
  };
}

function watched(alarm: MetricAlarm): cloudwatch.MetricAlarm {
  const metric = alarmMetric(alarm);
  if (metric === undefined) return { Metrics: alarm.queries.map(queryView) };
  const { MetricStat } = queryView({
    id: '',
    expression: undefined,
    label: undefined,
    returnData: true,
    periodSeconds: undefined,
    metric,
  });
  return {
    ...MetricStat?.Metric,
    Period: metric.periodSeconds,
    Unit: MetricStat?.Unit,
    ...(SIMPLE.has(metric.statistic)
      ? // The set above has what the type allows.
        { Statistic: metric.statistic as cloudwatch.Statistic }
      : { ExtendedStatistic: metric.statistic }),
  };
}
