import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  CreateDetectorCommand,
  CreateFilterCommand,
  DeleteDetectorCommand,
  DeleteFilterCommand,
  GetFilterCommand,
  ListDetectorsCommand,
  ListFiltersCommand,
  ListFindingsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UnarchiveFindingsCommand,
  UntagResourceCommand,
  UpdateFilterCommand,
} from '@aws-sdk/client-guardduty';
import type { CreateFilterCommandInput, FindingCriteria } from '@aws-sdk/client-guardduty';
import { anApi, anInstance, errorOf, policy, REGION, roleKeys } from '../../an-api.test-support.ts';
import { aProcess, aRequest } from '../../an-observation.test-support.ts';

const INSTANCE = anInstance('filtered');
const V1 = { Criterion: { type: { Eq: ['Policy:EC2/InstanceMetadataV1Use'] } } };

async function watched(t: TestContext) {
  const on = await anApi(t);
  await on.put('instance', INSTANCE);
  const { guardduty } = on.clients();
  const [DetectorId = ''] = (await guardduty.send(new ListDetectorsCommand())).DetectorIds ?? [];
  return {
    ...on,
    guardduty,
    DetectorId,
    create: (said: Partial<CreateFilterCommandInput> = {}) =>
      guardduty.send(new CreateFilterCommand({ DetectorId, Name: 'known-v1', FindingCriteria: V1, ...said })),
    names: async () => (await guardduty.send(new ListFiltersCommand({ DetectorId }))).FilterNames,
    /** A program uses IMDSv1. */
    use: (executable: string) =>
      on.observe({
        events: [
          aRequest({
            timeMs: on.nowMs(),
            instanceId: INSTANCE.id,
            process: aProcess({ executable, commandLine: executable }),
          }),
        ],
        counts: [],
      }),
    async list(archived?: boolean): Promise<readonly string[]> {
      const Criterion: FindingCriteria['Criterion'] =
        archived === undefined ? {} : { 'service.archived': { Eq: [String(archived)] } };
      const asked = new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion } });
      return (await guardduty.send(asked)).FindingIds ?? [];
    },
  };
}

test('a filter is made, told, changed in part, listed and deleted', async (t) => {
  const { guardduty, DetectorId, create, names } = await watched(t);
  assert.equal((await create({ Description: 'we know', ClientToken: 'a' })).Name, 'known-v1');
  await create({ ClientToken: 'a' });
  assert.equal(await errorOf(create()), 'BadRequestException');
  const get = () => guardduty.send(new GetFilterCommand({ DetectorId, FilterName: 'known-v1' }));
  const { Name, Action, Rank, Description, FindingCriteria, Version } = await get();
  assert.deepEqual([Name, Action, Rank, Description, Version], ['known-v1', 'NOOP', 1, 'we know', 1]);
  assert.deepEqual(FindingCriteria, V1);
  await guardduty.send(new UpdateFilterCommand({ DetectorId, FilterName: 'known-v1', Action: 'ARCHIVE', Rank: 3 }));
  const updated = await get();
  assert.deepEqual([updated.Action, updated.Rank, updated.Description, updated.Version], ['ARCHIVE', 3, 'we know', 2]);
  await create({ Name: 'another.one' });
  assert.deepEqual(await names(), ['another.one', 'known-v1']);
  const { FilterNames, NextToken } = await guardduty.send(new ListFiltersCommand({ DetectorId, MaxResults: 1 }));
  assert.deepEqual(FilterNames, ['another.one']);
  const rest = await guardduty.send(new ListFiltersCommand({ DetectorId, MaxResults: 1, NextToken }));
  assert.deepEqual([rest.FilterNames, rest.NextToken], [['known-v1'], '']);
  await guardduty.send(new DeleteFilterCommand({ DetectorId, FilterName: 'known-v1' }));
  assert.deepEqual(await names(), ['another.one']);
  assert.equal(await errorOf(get()), 'BadRequestException');
});

test('what is wrong with a filter is told, and nothing is made', async (t) => {
  const { create, names } = await watched(t);
  const wrong: readonly Partial<CreateFilterCommandInput>[] = [
    { Name: 'ab' },
    { Name: 'with a space' },
    { Rank: 0 },
    { Rank: 101 },
    { Description: 'x'.repeat(513) },
    { FindingCriteria: { Criterion: {} } },
    { FindingCriteria: { Criterion: { colour: { Eq: ['red'] } } } },
    { DetectorId: 'f'.repeat(32) },
  ];
  for (const said of wrong) assert.equal(await errorOf(create(said)), 'BadRequestException', JSON.stringify(said));
  assert.deepEqual(await names(), []);
});

test('findings that fulfil a filter that archives are archived as they come, and nobody is told', async (t) => {
  const { use, list, told, create, guardduty, DetectorId } = await watched(t);
  const about = (name: string): FindingCriteria => ({
    Criterion: { ...V1.Criterion, 'service.runtimeDetails.process.executablePath': { Eq: [name] } },
  });
  await create({ Action: 'ARCHIVE', FindingCriteria: about('/usr/bin/known') });
  await create({ Name: 'only-looked-at', FindingCriteria: V1 });
  use('/usr/bin/known');
  use('/usr/bin/unknown');
  const archived = await list(true);
  const open = await list(false);
  assert.deepEqual([archived.length, open.length], [1, 1]);
  assert.deepEqual(
    told.map(({ finding, change }) => [finding.id, change]),
    [[open[0], 'opened']],
  );
  await guardduty.send(new UnarchiveFindingsCommand({ DetectorId, FindingIds: [...archived] }));
  use('/usr/bin/known');
  assert.equal((await list(false)).length, 2, 'somebody has taken it out of the archive');
});

test('a filter concerns findings that are seen again, and those of its detector only', async (t) => {
  const { use, list, create, guardduty, DetectorId, names } = await watched(t);
  use('/usr/bin/app');
  assert.equal((await list(false)).length, 1);
  await create({ Action: 'ARCHIVE' });
  assert.equal((await list(false)).length, 1);
  use('/usr/bin/app');
  assert.equal((await list(true)).length, 1);
  await guardduty.send(new DeleteDetectorCommand({ DetectorId }));
  const { DetectorId: fresh = '' } = await guardduty.send(new CreateDetectorCommand({ Enable: true }));
  assert.deepEqual((await guardduty.send(new ListFiltersCommand({ DetectorId: fresh }))).FilterNames, []);
  assert.equal(await errorOf(names()), 'BadRequestException');
});

test('filters have tags, and who may touch them is decided by their ARN', async (t) => {
  const on = await watched(t);
  const { guardduty, DetectorId, create } = on;
  await create({ Tags: { team: 'a' } });
  const ResourceArn = `arn:aws:guardduty:${REGION}:123456789012:detector/${DetectorId}/filter/known-v1`;
  await guardduty.send(new TagResourceCommand({ ResourceArn, Tags: { stage: 'b' } }));
  await guardduty.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  assert.deepEqual((await guardduty.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, { stage: 'b' });
  const none = new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}x` });
  assert.equal(await errorOf(guardduty.send(none)), 'BadRequestException');
  const allowed = { Effect: 'Allow', Action: 'guardduty:*Filter', Resource: ResourceArn };
  const limited = on.clients(await roleKeys(on, { some: policy(allowed) })).guardduty;
  const get = (FilterName: string) => limited.send(new GetFilterCommand({ DetectorId, FilterName }));
  assert.deepEqual((await get('known-v1')).Tags, { stage: 'b' });
  assert.equal(await errorOf(get('another')), 'AccessDeniedException');
});
