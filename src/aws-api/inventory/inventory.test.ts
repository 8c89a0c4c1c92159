import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateTagsCommand, DescribeInstancesCommand, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { err, ok } from '#base';
import { openMemoryRegistry, openSqliteRegistry } from '#registry';
import type { Registry } from '#registry';
import { anApi, anInstance } from '../an-api.test-support.ts';
import { entityWrite } from '../index.ts';
import { Inventory } from './inventory.ts';

const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

test('of a hundred changes at once none is lost, on one instance and on many', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const ids = Array.from({ length: 10 }, (_, number) => anInstance(`many${number}`).id);
  for (let number = 0; number < 10; number++) await on.put('instance', anInstance(`many${number}`));
  const tags = Array.from({ length: 40 }, (_, number) => ({ Key: `k${number}`, Value: String(number) }));
  await Promise.all([
    ...tags.map((tag) => ec2.send(new CreateTagsCommand({ Resources: [ids[0] ?? ''], Tags: [tag] }))),
    ...Array.from({ length: 60 }, (_, number) => {
      const InstanceId = ids[number % 10] ?? '';
      const HttpPutResponseHopLimit = 5 + Math.floor(number / 10);
      return ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpPutResponseHopLimit }));
    }),
  ]);
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  assert.deepEqual(
    instances
      .find(({ InstanceId }) => InstanceId === ids[0])
      ?.Tags?.map(({ Key }) => Key)
      .sort(),
    tags.map(({ Key }) => Key).sort(),
  );
  for (const { MetadataOptions } of instances) assert.ok((MetadataOptions?.HttpPutResponseHopLimit ?? 0) >= 5);
});

test('two who follow one registry change one document without losing either change', async () => {
  const registry = openMemoryRegistry();
  await registry.commit([entityWrite('instance', anInstance('shared'))]);
  const inventories = await Promise.all([Inventory.open(registry), Inventory.open(registry)]);
  const { id } = anInstance('shared');
  await Promise.all(
    Array.from({ length: 100 }, (_, number) =>
      inventories[number % 2]?.change('instance', id, (present) =>
        ok(present && { ...present, tags: { ...present.tags, [`k${number}`]: '' } }),
      ),
    ),
  );
  const [one, other] = inventories.map((inventory) => inventory.get('instance', id));
  assert.equal(Object.keys(one?.tags ?? {}).length, 100);
  assert.deepEqual(one, other);
});

test('a writer who was not seen in time is waited for, and one that never ends is given up on', async () => {
  const registry = openMemoryRegistry();
  await registry.commit([entityWrite('instance', anInstance('raced'))]);
  const { id } = anInstance('raced');
  let interruptions = 3;
  const interrupted: Registry = {
    ...bound(registry),
    async commit(writes) {
      if (interruptions-- > 0)
        await registry.commit([entityWrite('instance', anInstance('raced', { amiLaunchIndex: interruptions }))]);
      return registry.commit(writes);
    },
  };
  const inventory = await Inventory.open(interrupted);
  const rename = (): ReturnType<typeof inventory.change<'instance'>> =>
    inventory.change('instance', id, (present) => ok(present && { ...present, tags: { Name: 'x' } }));
  assert.ok((await rename()).ok);
  assert.deepEqual(inventory.get('instance', id)?.tags, { Name: 'x' });
  assert.equal(inventory.get('instance', id)?.amiLaunchIndex, 0);
  interruptions = 1_000_000;
  await registry.commit([entityWrite('instance', anInstance('raced'))]);
  const given = await rename();
  assert.ok(!given.ok && given.error.status === 503);
});

function bound(registry: Registry): Registry {
  return {
    read: (after) => registry.read(after),
    commit: (writes) => registry.commit(writes),
    watch: (listener) => registry.watch(listener),
    close: () => registry.close(),
  };
}

test('an update that changes nothing commits nothing, one that refuses neither, and one may delete', async () => {
  const registry = openMemoryRegistry();
  await registry.commit([entityWrite('instance', anInstance('still'))]);
  const inventory = await Inventory.open(registry);
  const { id } = anInstance('still');
  const commits: unknown[] = [];
  registry.watch((changes) => commits.push(changes));
  assert.ok((await inventory.change('instance', id, (present) => ok(present))).ok);
  assert.ok(!(await inventory.change('instance', id, () => err({ code: 'No', message: '' }))).ok);
  assert.equal(commits.length, 0);
  assert.ok((await inventory.change('instance', id, () => ok(undefined))).ok);
  assert.equal(inventory.get('instance', id), undefined);
  assert.equal(commits.length, 1);
});

test('after a restart on SQLite everything is there, the root access key as well', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'openimds-'));
  t.after(() => rm(folder, { recursive: true }));
  const first = await openSqliteRegistry(folder);
  assert.ok(first.ok);
  const before = await anApi(t, first.value);
  await before.put('instance', anInstance('kept'));
  const InstanceId = anInstance('kept').id;
  const { ec2, iam } = before.clients();
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpTokens: 'required' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'kept', AssumeRolePolicyDocument: TRUST }));
  await before.api.close();
  await first.value.close();
  const second = await openSqliteRegistry(folder);
  assert.ok(second.ok);
  const after = await anApi(t, second.value);
  assert.deepEqual(after.root, before.root);
  const clients = after.clients(before.root);
  const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
  assert.equal(Reservations?.[0]?.Instances?.[0]?.MetadataOptions?.HttpTokens, 'required');
  assert.equal((await clients.iam.send(new GetRoleCommand({ RoleName: 'kept' }))).Role?.RoleName, 'kept');
  await after.api.close();
  await second.value.close();
});

test('what was terminated an hour ago is deleted when the API starts, and nothing else', async (t) => {
  const registry = openMemoryRegistry();
  const nowMs = Date.now();
  await registry.commit([
    entityWrite('instance', anInstance('old', { state: 'terminated', revisedAtMs: nowMs - 3_600_000 })),
    entityWrite('instance', anInstance('young', { state: 'terminated', revisedAtMs: nowMs - 3_500_000 })),
    entityWrite('instance', anInstance('running')),
  ]);
  const deleted = new Promise<string>((resolve) => {
    registry.watch((changes) => changes.forEach(({ id, body }) => body === undefined && resolve(id)));
  });
  await anApi(t, registry);
  assert.equal(await deleted, anInstance('old').id);
  const left = (await registry.read(0)).filter(({ kind }) => kind === 'instance').map(({ id }) => id);
  assert.deepEqual(left, [anInstance('young').id, anInstance('running').id]);
});
