import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient, MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { anApi, anInstance, errorOf, policy, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const MINUTE = 60_000;
const ID = 'i-0123456789abcdef0';
const HOOK = 'http://127.0.0.1:9/hook';

/** The alarm that guides publish, but with a minute for its period. */
const alarm = (said: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommand =>
  new PutMetricAlarmCommand({
    AlarmName: 'imdsv1',
    Namespace: 'AWS/EC2',
    MetricName: 'MetadataNoToken',
    Dimensions: [{ Name: 'InstanceId', Value: ID }],
    Statistic: 'Sum',
    Period: 60,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    ...said,
  });

async function named(cloudwatch: CloudWatchClient, name = 'imdsv1'): Promise<MetricAlarm> {
  const { MetricAlarms: [found] = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  assert.ok(found !== undefined);
  return found;
}

/** Counts calls of the minute that is. */
function called(on: AnApi, noToken: number, withToken = 0): void {
  const minuteMs = Math.floor(on.nowMs() / MINUTE) * MINUTE;
  const rest = { noTokenRejected: 0, withToken, tokensIssued: 0, refused: 0, credentialReads: 0, bytes: 0 };
  on.telemetry.observe({
    counts: [{ instanceId: ID, minuteMs, noToken, ...rest }],
    events: [],
    dropped: 0,
    unknownCallers: 0,
    refusals: {},
  });
}

/** Alarms are looked at every second, whatever time the clock shows. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await pause(25);
  }
  assert.fail('it does not come true');
}

test('an alarm fires when v1 is used, tells its action, and clears when only v2 is', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  on.turn(MINUTE - (on.nowMs() % MINUTE) + 10_000);
  await cloudwatch.send(alarm({ AlarmActions: [HOOK], OKActions: ['arn:aws:sns:us-east-1:123456789012:ok'] }));
  assert.equal((await named(cloudwatch)).StateValue, 'INSUFFICIENT_DATA');
  called(on, 3);
  on.turn(MINUTE);
  await until(async () => (await named(cloudwatch)).StateValue === 'ALARM');
  const { StateReason = '', StateReasonData = '' } = await named(cloudwatch);
  assert.match(
    StateReason,
    /^Threshold Crossed: 1 out of the last 1 datapoints \[3\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was greater than the threshold \(0\.0\)/,
  );
  assert.deepEqual((JSON.parse(StateReasonData) as { recentDatapoints: unknown }).recentDatapoints, [3]);
  called(on, 0, 5);
  on.turn(MINUTE);
  await until(async () => (await named(cloudwatch)).StateValue === 'OK');
  await until(() => on.alarmActions.length === 2);
  const [[first, fired], [second, cleared]] = on.alarmActions as [[string, object], [string, object]];
  assert.deepEqual([first, second], [HOOK, 'arn:aws:sns:us-east-1:123456789012:ok']);
  const { NewStateValue, OldStateValue, Trigger, AlarmArn } = fired as Record<string, unknown>;
  assert.deepEqual([OldStateValue, NewStateValue], ['INSUFFICIENT_DATA', 'ALARM']);
  assert.equal(AlarmArn, 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:imdsv1');
  assert.deepEqual((Trigger as { Dimensions: unknown }).Dimensions, [{ name: 'InstanceId', value: ID }]);
  assert.equal((cleared as { NewStateValue: string }).NewStateValue, 'OK');
  on.turn(5 * MINUTE);
  // So far ahead of the real time, no client's signature is good any more.
  const told = (): readonly string[] => {
    const records = on.telemetry.records({ stream: 'alarm', newestFirst: false, limit: 100 });
    return records.map(({ body }) => (JSON.parse(body) as { summary: string }).summary);
  };
  await until(() => told().includes('Alarm updated from OK to INSUFFICIENT_DATA'));
  const updates = ['INSUFFICIENT_DATA to ALARM', 'ALARM to OK', 'OK to INSUFFICIENT_DATA'];
  assert.deepEqual(
    told().filter((summary) => summary.includes('updated from')),
    updates.map((update) => `Alarm updated from ${update}`),
  );
});

test('an alarm is OK while its instance runs and asks for nothing, and without data once it is stopped', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  const instance = anInstance('idle', { launchTimeMs: on.nowMs() - MINUTE });
  await on.put('instance', instance);
  await cloudwatch.send(alarm({ Dimensions: [{ Name: 'InstanceId', Value: instance.id }] }));
  on.turn(MINUTE + 5000);
  await until(async () => (await named(cloudwatch)).StateValue === 'OK');
  await on.put('instance', { ...instance, state: 'stopped' });
  on.turn(MINUTE);
  await until(async () => (await named(cloudwatch)).StateValue === 'INSUFFICIENT_DATA');
});

test('an alarm and its state are there after a restart', async (t) => {
  const before = await anApi(t);
  await before.clients().cloudwatch.send(alarm());
  const state = { AlarmName: 'imdsv1', StateValue: 'ALARM', StateReason: 'a drill' } as const;
  await before.clients().cloudwatch.send(new SetAlarmStateCommand(state));
  await until(async () => (await named(before.clients().cloudwatch)).StateValue === 'ALARM');
  const after = await anApi(t, before.registry);
  assert.deepEqual(await named(after.clients().cloudwatch), await named(before.clients().cloudwatch));
});

test('an alarm may watch what is computed of metrics', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  const Metrics = [
    { Id: 'e1', Expression: `SUM(SEARCH('{AWS/EC2,InstanceId} MetricName="MetadataNoToken"', 'Sum', 60))`, Period: 60 },
  ];
  const own = {
    MetricName: undefined,
    Namespace: undefined,
    Dimensions: undefined,
    Statistic: undefined,
    Period: undefined,
  };
  await cloudwatch.send(alarm({ ...own, Metrics }));
  called(on, 1);
  on.turn(MINUTE + 5000);
  await until(async () => (await named(cloudwatch)).StateValue === 'ALARM');
  assert.deepEqual((await named(cloudwatch)).Metrics, [{ ...Metrics[0], ReturnData: true }]);
});

test('actions are done only while they are enabled, and an action that fails is in the history', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  await cloudwatch.send(alarm({ AlarmActions: [HOOK] }));
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['imdsv1', 'nobody'] }));
  const set = (StateValue: 'ALARM' | 'OK'): Promise<unknown> =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'imdsv1', StateValue, StateReason: 'drill' }));
  await set('ALARM');
  await until(async () => (await named(cloudwatch)).StateValue === 'ALARM');
  await set('OK');
  await until(async () => (await named(cloudwatch)).StateValue === 'OK');
  assert.equal(on.alarmActions.length, 0);
  await cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['imdsv1'] }));
  await set('ALARM');
  await until(() => on.alarmActions.length === 1);
  await until(async () => {
    const { AlarmHistoryItems = [] } = await cloudwatch.send(
      new DescribeAlarmHistoryCommand({ HistoryItemType: 'Action' }),
    );
    return AlarmHistoryItems[0]?.HistorySummary === `Successfully executed action ${HOOK}`;
  });
});

test('alarms are found by name, prefix, state, action and metric, page by page', async (t) => {
  const { cloudwatch } = (await anApi(t)).clients();
  for (const AlarmName of ['b', 'a1', 'a2']) await cloudwatch.send(alarm({ AlarmName }));
  await cloudwatch.send(alarm({ AlarmName: 'rejected', MetricName: 'MetadataNoTokenRejected', AlarmActions: [HOOK] }));
  const found = async (said: object): Promise<readonly unknown[]> => {
    const { MetricAlarms = [], NextToken } = await cloudwatch.send(new DescribeAlarmsCommand(said));
    return [...MetricAlarms.map(({ AlarmName }) => AlarmName), ...(NextToken === undefined ? [] : ['…'])];
  };
  assert.deepEqual(await found({}), ['a1', 'a2', 'b', 'rejected']);
  assert.deepEqual(await found({ AlarmNamePrefix: 'a' }), ['a1', 'a2']);
  assert.deepEqual(await found({ StateValue: 'OK' }), []);
  assert.deepEqual(await found({ ActionPrefix: 'http' }), ['rejected']);
  assert.deepEqual(await found({ MaxRecords: 2 }), ['a1', 'a2', '…']);
  assert.deepEqual(await found({ AlarmTypes: ['CompositeAlarm'] }), []);
  const { MetricAlarms = [] } = await cloudwatch.send(
    new DescribeAlarmsForMetricCommand({
      MetricName: 'MetadataNoTokenRejected',
      Namespace: 'AWS/EC2',
      Dimensions: [{ Name: 'InstanceId', Value: ID }],
    }),
  );
  assert.deepEqual(
    MetricAlarms.map(({ AlarmName }) => AlarmName),
    ['rejected'],
  );
});

test('alarms are deleted all together or not at all', async (t) => {
  const { cloudwatch } = (await anApi(t)).clients();
  await cloudwatch.send(alarm());
  assert.equal(
    await errorOf(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['imdsv1', 'nobody'] }))),
    'ResourceNotFound',
  );
  assert.equal((await named(cloudwatch)).AlarmName, 'imdsv1');
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['imdsv1'] }));
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
  assert.deepEqual(MetricAlarms, []);
});

test('alarms have tags, which policies see', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  await cloudwatch.send(alarm({ Tags: [{ Key: 'team', Value: 'a' }] }));
  const { AlarmArn: ResourceARN } = await named(cloudwatch);
  await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: 'test' }] }));
  await cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
  const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
  assert.deepEqual(Tags, [{ Key: 'stage', Value: 'test' }]);
  const Condition = { StringEquals: { 'aws:ResourceTag/stage': 'test' } };
  const own = { Effect: 'Allow', Action: 'cloudwatch:SetAlarmState', Resource: ResourceARN, Condition };
  const keys = await roleKeys(on, { own: policy(own) });
  const set = (AlarmName: string): SetAlarmStateCommand =>
    new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'drill' });
  assert.equal(await errorOf(on.clients(keys).cloudwatch.send(set('imdsv1'))), undefined);
  assert.match((await errorOf(on.clients(keys).cloudwatch.send(set('other')))) ?? '', /AccessDenied/);
});

test('what is wrong with an alarm is told, and what is not offered is refused', async (t) => {
  const { cloudwatch } = (await anApi(t)).clients();
  const wrong = (said: Partial<PutMetricAlarmCommandInput>): Promise<string | undefined> =>
    errorOf(cloudwatch.send(alarm(said)));
  assert.equal(await wrong({ EvaluationPeriods: 0 }), 'ValidationException');
  assert.equal(await wrong({ DatapointsToAlarm: 2 }), 'ValidationException');
  assert.equal(await wrong({ Period: 7 }), 'InvalidParameterValueException');
  assert.equal(await wrong({ Period: 86_400, EvaluationPeriods: 8 }), 'InvalidParameterCombinationException');
  assert.equal(await wrong({ Threshold: undefined }), 'MissingRequiredParameterException');
  assert.equal(await wrong({ Statistic: undefined }), 'MissingRequiredParameterException');
  assert.equal(await wrong({ TreatMissingData: 'bad' }), 'ValidationException');
  assert.equal(await wrong({ AlarmActions: ['mailto:me'] }), 'ValidationException');
  assert.equal(await wrong({ ComparisonOperator: 'GreaterThanUpperThreshold' }), 'ValidationException');
  assert.equal(await wrong({ Metrics: [] }), 'ValidationException');
  const state = { AlarmName: 'imdsv1', StateValue: 'OK', StateReason: 'drill', StateReasonData: '{' } as const;
  assert.equal(await errorOf(cloudwatch.send(new SetAlarmStateCommand(state))), 'InvalidFormatFault');
});
