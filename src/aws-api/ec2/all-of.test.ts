import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  MonitorInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { openMemoryRegistry } from '#registry';
import { anApi, anInstance } from '../an-api.test-support.ts';

const SEEDS = ['one', 'two', 'three'];

/** A registry, and the most commits that were under way in it at once. */
function aWatchedRegistry() {
  const registry = openMemoryRegistry();
  const seen = { underWay: 0, most: 0 };
  const commit = registry.commit.bind(registry);
  registry.commit = async (writes) => {
    seen.most = Math.max(seen.most, ++seen.underWay);
    return commit(writes).finally(() => seen.underWay--);
  };
  return { registry, seen };
}

test('what one call changes of several instances is committed together, so that no end of the process is between', async (t) => {
  const { registry, seen } = aWatchedRegistry();
  const on = await anApi(t, registry);
  const { ec2 } = on.clients();
  for (const seed of SEEDS) await on.put('instance', anInstance(seed));
  const InstanceIds = SEEDS.map((seed) => anInstance(seed).id);
  const most = async (change: () => Promise<unknown>): Promise<number> => {
    seen.most = 0;
    await change();
    return seen.most;
  };
  const Tags = [{ Key: 'a', Value: 'b' }];
  assert.equal(await most(() => ec2.send(new CreateTagsCommand({ Resources: InstanceIds, Tags }))), 3);
  assert.equal(await most(() => ec2.send(new MonitorInstancesCommand({ InstanceIds }))), 3);
  assert.equal(await most(() => ec2.send(new StopInstancesCommand({ InstanceIds }))), 3);
  assert.equal(await most(() => ec2.send(new TerminateInstancesCommand({ InstanceIds }))), 3);
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const states = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ State }) => State?.Name));
  assert.deepEqual(states, ['terminated', 'terminated', 'terminated']);
});
