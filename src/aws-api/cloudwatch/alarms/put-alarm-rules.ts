import type { AlarmQuery } from '#model';
import type { ApiError, cloudwatch } from '#protocol/aws';
import { invalidParameterCombination, invalidParameterValue, missingParameter, validationError } from '../errors.ts';
import { invalidQueries } from '../metrics/invalid-queries.ts';
import { invalidPeriod } from '../metrics/query-rules.ts';
import { findStatistic } from '../metrics/statistic.ts';
import { alarmQuery } from './alarm-queries.ts';
import { invalidAlarmTags } from './alarm-tags.ts';

type Input = cloudwatch.PutMetricAlarmInput;

const COMPARISONS: ReadonlySet<string> = new Set([
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanThreshold',
]);
const MISSING: ReadonlySet<string> = new Set(['missing', 'ignore', 'breaching', 'notBreaching']);
const ACTIONS_MAX = 5;
const WEEK_SECONDS = 7 * 86_400;

/** What is wrong with an alarm (CloudWatch API Reference, `PutMetricAlarm`). */
export function invalidAlarm(input: Input): ApiError | undefined {
  return (
    invalidName(input) ??
    notOffered(input) ??
    invalidWatched(input) ??
    invalidNumbers(input) ??
    invalidActions(input) ??
    invalidAlarmTags(input.Tags ?? [])
  );
}

/** The queries of an alarm, also of one that names a metric. */
export function alarmQueries(input: Input): readonly AlarmQuery[] {
  const { Metrics, MetricName, Namespace, Dimensions, Period = 60, Unit } = input;
  if (Metrics !== undefined) return Metrics.map(alarmQuery);
  const Stat = input.Statistic ?? input.ExtendedStatistic ?? '';
  return [alarmQuery({ Id: 'm1', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit } })];
}

function invalidName({ AlarmName, AlarmDescription = '' }: Input): ApiError | undefined {
  if (AlarmName.length < 1 || AlarmName.length > 255) return validationError('AlarmName has 1 to 255 characters.');
  if (/\p{Cc}/u.test(AlarmName)) return validationError('AlarmName must not contain control characters.');
  return AlarmDescription.length > 1024 ? validationError('AlarmDescription has at most 1024 characters.') : undefined;
}

/** Refused rather than taken and left undone. */
function notOffered(input: Input): ApiError | undefined {
  const {
    ThresholdMetricId,
    EvaluationCriteria,
    EvaluationWindow,
    WarmUpConfiguration,
    ComparisonOperator = '',
  } = input;
  if (ThresholdMetricId !== undefined || (ComparisonOperator !== '' && !COMPARISONS.has(ComparisonOperator))) {
    return validationError('Anomaly detection is not offered here: alarms compare with a Threshold.');
  }
  if (EvaluationCriteria !== undefined) return validationError('PromQL alarms are not offered here.');
  if (EvaluationWindow?.WallClockWindow !== undefined) {
    return validationError('Wall-clock evaluation windows are not offered here: periods slide by a minute.');
  }
  if (WarmUpConfiguration !== undefined) return validationError('Warm-up periods are not offered here.');
  if (input.ActionConfiguration !== undefined) return validationError('ActionConfiguration is not offered here.');
  return input.EvaluationInterval === undefined || input.EvaluationInterval === 60
    ? undefined
    : validationError('EvaluationInterval is 60 seconds here.');
}

function invalidWatched(input: Input): ApiError | undefined {
  const { Metrics, MetricName, Namespace, Statistic, ExtendedStatistic, Period } = input;
  if (Metrics !== undefined) {
    if (MetricName !== undefined || Namespace !== undefined || Period !== undefined || Statistic !== undefined) {
      return validationError('Metrics list must not be used together with MetricName, Namespace, Period or Statistic.');
    }
    const returned = Metrics.filter(({ ReturnData = true }) => ReturnData).length;
    return returned === 1
      ? invalidQueries(Metrics)
      : validationError(`Exactly one element of the metrics list should return data; ${returned} do.`);
  }
  if (MetricName === undefined) return missingParameter('The parameter MetricName is required.');
  if (Namespace === undefined) return missingParameter('The parameter Namespace is required.');
  if (Period === undefined) return missingParameter('The parameter Period is required.');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    return missingParameter('Exactly one of Statistic and ExtendedStatistic is required.');
  }
  if (findStatistic(Statistic ?? ExtendedStatistic ?? '') === undefined) {
    return invalidParameterValue(
      `The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported: p0 to p100 are.`,
    );
  }
  return invalidPeriod(Period);
}

function invalidNumbers(input: Input): ApiError | undefined {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Threshold, Period = 60, TreatMissingData } = input;
  if (input.ComparisonOperator === undefined) return missingParameter('The parameter ComparisonOperator is required.');
  if (EvaluationPeriods === undefined) return missingParameter('The parameter EvaluationPeriods is required.');
  if (Threshold === undefined) return missingParameter('The parameter Threshold is required.');
  if (EvaluationPeriods < 1 || (DatapointsToAlarm ?? 1) < 1) {
    return validationError('EvaluationPeriods and DatapointsToAlarm must be 1 or more.');
  }
  if ((DatapointsToAlarm ?? 1) > EvaluationPeriods) {
    return validationError('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  }
  if (EvaluationPeriods * Period > WEEK_SECONDS || (Period < 3600 && EvaluationPeriods * Period > 86_400)) {
    return invalidParameterCombination(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or a week with periods of an hour or more.',
    );
  }
  if (TreatMissingData !== undefined && !MISSING.has(TreatMissingData)) {
    return validationError(`TreatMissingData must be one of ${[...MISSING].join(', ')}.`);
  }
  return undefined;
}

function invalidActions({
  OKActions = [],
  AlarmActions = [],
  InsufficientDataActions = [],
}: Input): ApiError | undefined {
  for (const actions of [OKActions, AlarmActions, InsufficientDataActions]) {
    if (actions.length > ACTIONS_MAX)
      return validationError(`An alarm has at most ${ACTIONS_MAX} actions for a state.`);
    const wrong = actions.find((action) => action.length > 1024 || !(action.startsWith('arn:') || isHttpUrl(action)));
    if (wrong !== undefined) {
      return validationError(`Invalid action: ${wrong.slice(0, 100)}. An action is an ARN or an http(s) URL.`);
    }
  }
  return undefined;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
