import { err, ok } from '#base';
import type { MetricAlarm } from '#model';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { alarmArn, alarmDocumentId } from './alarms/find-alarms.ts';
import { historyOf } from './alarms/history.ts';
import { alarmQueries, invalidAlarm } from './alarms/put-alarm-rules.ts';
import { alarmTags } from './alarms/alarm-tags.ts';

const ALARMS_MAX = 5000;

type Input = cloudwatch.PutMetricAlarmInput;

/** CloudWatch API Reference, `PutMetricAlarm`. An alarm that is there is configured anew and keeps its state and its tags. */
export const putMetricAlarm: ActionOf<'cloudwatch', 'PutMetricAlarm'> = {
  validate: (input) => invalidAlarm(input),
  permissions: ({ AlarmName, Tags = [] }, call) => {
    const resource = alarmArn(call, AlarmName);
    const present = call.inventory.get('metric-alarm', alarmDocumentId(call, AlarmName));
    const requestTags = Tags.length === 0 ? undefined : alarmTags(Tags);
    const put = { resource, resourceTags: present?.tags, requestTags };
    return requestTags === undefined ? [put] : [put, { ...put, action: 'cloudwatch:TagResource' }];
  },
  async act(input, call) {
    const id = alarmDocumentId(call, input.AlarmName);
    const changed = await call.inventory.change('metric-alarm', id, (present) => {
      if (present === undefined && call.inventory.all('metric-alarm').length >= ALARMS_MAX) return err(TOO_MANY);
      return ok(configured(input, call, present));
    });
    if (!changed.ok) return changed;
    const { previous, entity } = changed.value;
    if (entity !== undefined) {
      const change = previous === undefined ? 'created' : 'updated';
      call.observed.recordAlarm(call.nowMs, historyOf(entity).configuration(change));
    }
    return ok({});
  },
};

const TOO_MANY = { code: 'LimitExceeded', message: `The maximum limit of ${ALARMS_MAX} alarms has been reached.` };

function configured(input: Input, call: Call, present: MetricAlarm | undefined): MetricAlarm {
  const { accountId, region, nowMs } = call;
  const { AlarmName: name, OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input;
  return {
    accountId,
    region,
    name,
    arn: alarmArn(call, name),
    description: input.AlarmDescription,
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions },
    queries: alarmQueries(input),
    form: input.Metrics === undefined ? 'metric' : 'queries',
    evaluationPeriods: input.EvaluationPeriods ?? 1,
    datapointsToAlarm: input.DatapointsToAlarm,
    threshold: input.Threshold ?? 0,
    // `invalidAlarm` let no others through.
    comparison: input.ComparisonOperator as MetricAlarm['comparison'],
    treatMissingData: (input.TreatMissingData ?? 'missing') as MetricAlarm['treatMissingData'],
    evaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
    configuredAtMs: nowMs,
    state: present?.state ?? {
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      reasonData: undefined,
      updatedAtMs: nowMs,
      transitionedAtMs: nowMs,
    },
    tags: present?.tags ?? alarmTags(input.Tags ?? []),
  };
}
