import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  ArchiveFindingsCommand,
  CreateDetectorCommand,
  CreateSampleFindingsCommand,
  DeleteDetectorCommand,
  GetDetectorCommand,
  GetFindingsCommand,
  GetFindingsStatisticsCommand,
  ListDetectorsCommand,
  ListFindingsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UnarchiveFindingsCommand,
  UntagResourceCommand,
  UpdateDetectorCommand,
  UpdateFindingsFeedbackCommand,
} from '@aws-sdk/client-guardduty';
import type { Finding, FindingCriteria, GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { ImdsEvent } from '#model';
import {
  anApi,
  anInstance,
  errorOf,
  EVERYTHING,
  followTheClock,
  policy,
  REGION,
  roleKeys,
} from '../an-api.test-support.ts';
import { aProcess, aRequest } from '../an-observation.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const INSTANCE = anInstance('v1');
const HOUR_MS = 3_600_000;
const V1 = 'Policy:EC2/InstanceMetadataV1Use';

interface Watched extends AnApi {
  readonly guardduty: GuardDutyClient;
  readonly detectorId: string;
  /** Ids of the findings that fulfil these criteria. */
  list(Criterion?: FindingCriteria['Criterion']): Promise<readonly string[]>;
  get(): Promise<readonly Finding[]>;
}

async function watched(t: TestContext): Promise<Watched> {
  const on = await anApi(t);
  await on.put('instance', INSTANCE);
  const { guardduty } = on.clients();
  followTheClock(on, guardduty);
  const [DetectorId = ''] = (await guardduty.send(new ListDetectorsCommand())).DetectorIds ?? [];
  const list: Watched['list'] = async (Criterion = {}) => {
    const { FindingIds = [] } = await guardduty.send(
      new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion } }),
    );
    return FindingIds;
  };
  return {
    ...on,
    guardduty,
    detectorId: DetectorId,
    list,
    async get() {
      const { Findings = [] } = await guardduty.send(
        new GetFindingsCommand({ DetectorId, FindingIds: [...(await list())] }),
      );
      return Findings;
    },
  };
}

const PROCESS = aProcess({
  pid: 7,
  executable: '/usr/bin/curl',
  ancestors: [{ pid: 6, executable: '/usr/sbin/nginx' }],
  container: { id: 'c'.repeat(64), runtime: 'docker', image: 'web:1', name: 'web' },
});

function v1Request(on: AnApi): { events: readonly ImdsEvent[]; counts: readonly [] } {
  const event = aRequest({ timeMs: on.nowMs(), instanceId: INSTANCE.id, process: PROCESS });
  return { events: [event], counts: [] };
}

test('use of IMDSv1 opens a finding with process, ancestors, container and host', async (t) => {
  const on = await watched(t);
  on.observe(v1Request(on));
  on.observe(v1Request(on));
  const [finding, ...others] = await on.get();
  assert.equal(others.length, 0);
  assert.equal(finding?.Type, V1);
  assert.equal(finding?.Service?.Count, 2);
  assert.equal(finding?.Resource?.InstanceDetails?.InstanceId, INSTANCE.id);
  assert.equal(finding?.Resource?.ContainerDetails?.Name, 'web');
  const process = finding?.Service?.RuntimeDetails?.Process;
  assert.deepEqual([process?.Pid, process?.ExecutablePath, process?.Lineage?.[0]?.Pid], [7, '/usr/bin/curl', 6]);
  assert.match(finding?.Title ?? '', new RegExp(`curl on the EC2 instance ${INSTANCE.id} uses IMDSv1`));
  assert.deepEqual(
    on.told.map(({ change }) => change),
    ['opened'],
  );
});

test('a finding resolves after a day of quiet, and is open again when the program is back', async (t) => {
  const on = await watched(t);
  const open = { 'service.archived': { Eq: ['false'] } };
  on.observe(v1Request(on));
  assert.equal((await on.list(open)).length, 1);
  on.turn(24 * HOUR_MS);
  assert.equal((await on.list(open)).length, 0);
  const [resolved] = await on.get();
  assert.match(resolved?.Service?.AdditionalInfo?.Value ?? '', /"status":"resolved"/);
  on.observe(v1Request(on));
  assert.equal((await on.list(open)).length, 1);
  const [back] = await on.get();
  assert.deepEqual([back?.Id, back?.Service?.Count], [resolved?.Id, 2]);
  assert.match(back?.Service?.AdditionalInfo?.Value ?? '', /"status":"open","regressions":1/);
  assert.deepEqual(
    on.told.map(({ change }) => change),
    ['opened', 'reopened'],
  );
});

test('a finding that goes on is told of as often as its detector says', async (t) => {
  const on = await watched(t);
  const update = { DetectorId: on.detectorId, FindingPublishingFrequency: 'FIFTEEN_MINUTES' } as const;
  await on.guardduty.send(new UpdateDetectorCommand(update));
  for (let minute = 0; minute <= 30; minute += 5) {
    on.observe(v1Request(on));
    await on.list();
    on.turn(5 * 60_000);
  }
  assert.deepEqual(
    on.told.map(({ change, finding }) => [change, finding.count]),
    [
      ['opened', 1],
      ['updated', 4],
      ['updated', 7],
    ],
  );
});

test('credentials of an instance that are used elsewhere make a finding, and where they belong none', async (t) => {
  const on = await watched(t);
  const keys = await roleKeys(on, { all: policy(EVERYTHING) }, '1.0');
  // Calls arrive from 127.0.0.1, which is this machine.
  await on.clients(keys).guardduty.send(new ListDetectorsCommand());
  assert.deepEqual(await on.list(), []);
  const call = on.events.find(({ identity }) => identity?.session?.instance !== undefined);
  assert.equal(call?.identity?.session?.instance?.delivery, '1.0');
});

test('findings are filtered, sorted and given in pages', async (t) => {
  const on = await watched(t);
  const { detectorId: DetectorId, guardduty } = on;
  await guardduty.send(new CreateSampleFindingsCommand({ DetectorId }));
  on.observe(v1Request(on));
  assert.equal((await on.list()).length, 6);
  assert.equal((await on.list({ severity: { Gte: 7 } })).length, 2);
  assert.equal((await on.list({ severity: { GreaterThan: 4, LessThanOrEqual: 5 } })).length, 2);
  assert.equal((await on.list({ type: { Matches: ['*V1Use'] } })).length, 2);
  assert.equal((await on.list({ type: { Eq: [V1] }, id: { Neq: [''] } })).length, 2);
  assert.equal((await on.list({ 'resource.instanceDetails.instanceId': { Equals: [INSTANCE.id] } })).length, 1);
  assert.equal((await on.list({ updatedAt: { Lt: on.nowMs() - HOUR_MS } })).length, 0);
  const sorted: string[] = [];
  let NextToken: string | undefined;
  do {
    const SortCriteria = { AttributeName: 'severity', OrderBy: 'ASC' } as const;
    const page = await guardduty.send(new ListFindingsCommand({ DetectorId, SortCriteria, MaxResults: 4, NextToken }));
    sorted.push(...(page.FindingIds ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  const severities = new Map((await on.get()).map(({ Id, Severity }) => [Id, Severity]));
  assert.deepEqual(
    sorted.map((id) => severities.get(id)),
    [2, 2, 5, 5, 8, 8],
  );
  const wrong = { DetectorId, FindingCriteria: { Criterion: { colour: { Eq: ['red'] } } } };
  assert.equal(await errorOf(guardduty.send(new ListFindingsCommand(wrong))), 'BadRequestException');
});

test('findings are archived, brought back, judged and counted', async (t) => {
  const on = await watched(t);
  const { detectorId: DetectorId, guardduty } = on;
  await guardduty.send(new CreateSampleFindingsCommand({ DetectorId, FindingTypes: [V1] }));
  const FindingIds = [...(await on.list())];
  assert.equal(FindingIds.length, 1);
  await guardduty.send(new ArchiveFindingsCommand({ DetectorId, FindingIds }));
  assert.deepEqual(await on.list({ 'service.archived': { Eq: ['false'] } }), []);
  await guardduty.send(new UnarchiveFindingsCommand({ DetectorId, FindingIds }));
  assert.deepEqual(await on.list({ 'service.archived': { Eq: ['false'] } }), FindingIds);
  await guardduty.send(new UpdateFindingsFeedbackCommand({ DetectorId, FindingIds, Feedback: 'USEFUL' }));
  assert.equal((await on.get())[0]?.Service?.UserFeedback, 'USEFUL');
  const FindingStatisticTypes = ['COUNT_BY_SEVERITY' as const];
  const bySeverity = await guardduty.send(new GetFindingsStatisticsCommand({ DetectorId, FindingStatisticTypes }));
  assert.deepEqual(bySeverity.FindingStatistics?.CountBySeverity, { '2.0': 1 });
  for (const GroupBy of ['ACCOUNT', 'DATE', 'FINDING_TYPE', 'RESOURCE', 'SEVERITY'] as const) {
    const { FindingStatistics } = await guardduty.send(new GetFindingsStatisticsCommand({ DetectorId, GroupBy }));
    const [[group] = []] = Object.values(FindingStatistics ?? {});
    assert.equal((group as { TotalFindings?: number } | undefined)?.TotalFindings, 1, GroupBy);
  }
});

test('there is a detector from the start, which the first to make one takes over', async (t) => {
  const on = await watched(t);
  const { guardduty, detectorId } = on;
  const made = await guardduty.send(new CreateDetectorCommand({ Enable: true, Tags: { team: 'a' } }));
  assert.equal(made.DetectorId, detectorId);
  assert.equal(await errorOf(guardduty.send(new CreateDetectorCommand({ Enable: true }))), 'BadRequestException');
  const detector = await guardduty.send(new GetDetectorCommand({ DetectorId: detectorId }));
  assert.deepEqual([detector.Status, detector.Tags], ['ENABLED', { team: 'a' }]);
  const ResourceArn = `arn:aws:guardduty:${REGION}:123456789012:detector/${detectorId}`;
  await guardduty.send(new TagResourceCommand({ ResourceArn, Tags: { stage: 'b' } }));
  await guardduty.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  assert.deepEqual((await guardduty.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, { stage: 'b' });
});

test('while a detector is disabled or deleted, nothing becomes a finding', async (t) => {
  const on = await watched(t);
  const { guardduty, detectorId: DetectorId } = on;
  await guardduty.send(new UpdateDetectorCommand({ DetectorId, Enable: false }));
  on.observe(v1Request(on));
  assert.deepEqual(await on.list(), []);
  await guardduty.send(new DeleteDetectorCommand({ DetectorId }));
  assert.deepEqual((await guardduty.send(new ListDetectorsCommand())).DetectorIds, []);
  assert.equal(await errorOf(guardduty.send(new ListFindingsCommand({ DetectorId }))), 'BadRequestException');
  const { DetectorId: fresh } = await guardduty.send(new CreateDetectorCommand({ Enable: true }));
  assert.notEqual(fresh, DetectorId);
});

test('a protection plan that is not there cannot be asked for', async (t) => {
  const { guardduty } = await watched(t);
  const Features = [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] as const;
  const asked = guardduty.send(new CreateDetectorCommand({ Enable: true, Features: [...Features] }));
  await assert.rejects(asked, /S3_DATA_EVENTS is not offered here/);
});

test('who may read or change findings is decided by the ARN of the detector', async (t) => {
  const on = await watched(t);
  const { detectorId: DetectorId } = on;
  const Resource = `arn:aws:guardduty:${REGION}:123456789012:detector/${DetectorId}`;
  const allowed = { Effect: 'Allow', Action: 'guardduty:ListFindings', Resource };
  const { guardduty } = on.clients(await roleKeys(on, { some: policy(allowed) }));
  assert.equal(await errorOf(guardduty.send(new ListFindingsCommand({ DetectorId }))), undefined);
  const refused = guardduty.send(new ArchiveFindingsCommand({ DetectorId, FindingIds: [] }));
  assert.equal(await errorOf(refused), 'AccessDeniedException');
  const elsewhere = on.clients(on.root, 'eu-west-1').guardduty;
  assert.equal(await errorOf(elsewhere.send(new ListFindingsCommand({ DetectorId }))), 'BadRequestException');
});
