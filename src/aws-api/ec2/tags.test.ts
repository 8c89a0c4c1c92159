import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { anApi, anInstance, errorOf } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const one = anInstance('one').id;
const two = anInstance('two').id;

async function tagsOf(on: AnApi, ...Filters: Filter[]): Promise<readonly string[]> {
  const { Tags = [] } = await on.clients().ec2.send(new DescribeTagsCommand({ Filters }));
  return Tags.map(({ ResourceId, Key, Value }) => `${ResourceId === one ? 'one' : 'two'} ${Key}=${Value}`).sort();
}

test('tags come, change and go on several resources at once', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one', { tags: { Name: 'old', Keep: '1' } }));
  await on.put('instance', anInstance('two'));
  const Tags = [
    { Key: 'Name', Value: 'new' },
    { Key: 'Empty', Value: '' },
  ];
  await ec2.send(new CreateTagsCommand({ Resources: [one, two], Tags }));
  assert.deepEqual(await tagsOf(on), ['one Empty=', 'one Keep=1', 'one Name=new', 'two Empty=', 'two Name=new']);
  assert.deepEqual(await tagsOf(on, { Name: 'key', Values: ['K*'] }), ['one Keep=1']);
  assert.deepEqual(await tagsOf(on, { Name: 'resource-id', Values: [two] }), ['two Empty=', 'two Name=new']);
  assert.deepEqual(await tagsOf(on, { Name: 'resource-type', Values: ['image'] }), []);
  await ec2.send(
    new DeleteTagsCommand({ Resources: [one], Tags: [{ Key: 'Name', Value: 'other' }, { Key: 'Empty' }] }),
  );
  assert.deepEqual(await tagsOf(on, { Name: 'resource-id', Values: [one] }), ['one Keep=1', 'one Name=new']);
  await ec2.send(new DeleteTagsCommand({ Resources: [two] }));
  assert.deepEqual(await tagsOf(on, { Name: 'resource-id', Values: [two] }), []);
});

test('tags that break a rule are refused, and nothing changes', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one'));
  const many = Array.from({ length: 51 }, (_, number) => ({ Key: `k${number}`, Value: '' }));
  const cases: readonly (readonly [readonly string[], readonly Tag[], string])[] = [
    [[one], [{ Key: 'aws:mine', Value: '' }], 'InvalidParameterValue'],
    [[one], [{ Key: 'k'.repeat(129), Value: '' }], 'InvalidParameterValue'],
    [[one], [{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidParameterValue'],
    [[one], many, 'TagLimitExceeded'],
    [[one, two], [{ Key: 'k', Value: '' }], 'InvalidInstanceID.NotFound'],
    [['thing-1'], [{ Key: 'k', Value: '' }], 'InvalidID'],
  ];
  for (const [Resources, Tags, code] of cases) {
    const create = new CreateTagsCommand({ Resources: [...Resources], Tags: [...Tags] });
    assert.equal(await errorOf(ec2.send(create)), code);
  }
  assert.deepEqual(await tagsOf(on), []);
});

test('while metadata shows tags, their keys must be such that it can', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one'));
  const options = { InstanceId: one, InstanceMetadataTags: 'enabled' } as const;
  await ec2.send(new ModifyInstanceMetadataOptionsCommand(options));
  for (const Key of ['with space', 'a/b', '.', '_index']) {
    const create = new CreateTagsCommand({ Resources: [one], Tags: [{ Key, Value: '' }] });
    assert.equal(await errorOf(ec2.send(create)), 'InvalidParameterValue', Key);
  }
  await ec2.send(new CreateTagsCommand({ Resources: [one], Tags: [{ Key: 'a=b:c', Value: 'a / b' }] }));
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ ...options, InstanceMetadataTags: 'disabled' }));
  await ec2.send(new CreateTagsCommand({ Resources: [one], Tags: [{ Key: 'a/b', Value: '' }] }));
  assert.deepEqual(await tagsOf(on), ['one a/b=', 'one a=b:c=a / b']);
});
