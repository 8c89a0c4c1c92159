import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstancesCommand,
  GetInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, ModifyInstanceMetadataOptionsCommandInput } from '@aws-sdk/client-ec2';
import { BUILT_IN_METADATA_OPTIONS } from '#model';
import { anApi, anInstance, errorOf } from '../an-api.test-support.ts';

const instance = anInstance('one');
const InstanceId = instance.id;

async function optionsOf(ec2: EC2Client): Promise<object> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
  return Reservations?.[0]?.Instances?.[0]?.MetadataOptions ?? {};
}

function modify(said: Partial<ModifyInstanceMetadataOptionsCommandInput>): ModifyInstanceMetadataOptionsCommand {
  return new ModifyInstanceMetadataOptionsCommand({ InstanceId, ...said });
}

test('what is not said keeps its value, and a change is pending until the data plane has it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', instance);
  on.applied = 0;
  const modified = await ec2.send(modify({ HttpTokens: 'required', HttpPutResponseHopLimit: 3 }));
  const expected = {
    HttpTokens: 'required',
    HttpPutResponseHopLimit: 3,
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'disabled',
  };
  assert.equal(modified.InstanceId, InstanceId);
  assert.deepEqual(modified.InstanceMetadataOptions, { ...expected, State: 'pending' });
  assert.deepEqual(await optionsOf(ec2), { ...expected, State: 'pending' });
  const pending = new DescribeInstancesCommand({
    Filters: [{ Name: 'metadata-options.state', Values: ['pending'] }],
  });
  assert.equal((await ec2.send(pending)).Reservations?.length, 1);
  on.applied = (await on.registry.read(0)).find(({ id }) => id === InstanceId)?.revision ?? 0;
  assert.deepEqual(await optionsOf(ec2), { ...expected, State: 'applied' });
  assert.equal((await ec2.send(pending)).Reservations?.length, 0);
  on.applied = Number.MAX_SAFE_INTEGER;
  const next = await ec2.send(modify({ HttpPutResponseHopLimit: 4 }));
  assert.equal(next.InstanceMetadataOptions?.State, 'pending', 'a change is still ahead when it is answered');
  const again = await ec2.send(modify({ HttpTokens: 'required' }));
  assert.equal(again.InstanceMetadataOptions?.State, 'applied');
});

test('the change is in the document that the data plane follows', async (t) => {
  const on = await anApi(t);
  await on.put('instance', { ...instance, tags: { Name: 'web' } });
  const told: unknown[] = [];
  on.registry.watch((changes) => told.push(...changes.map(({ body }) => JSON.parse(body ?? ''))));
  await on.clients().ec2.send(modify({ InstanceMetadataTags: 'enabled' }));
  const metadataOptions = { ...BUILT_IN_METADATA_OPTIONS, instanceMetadataTags: 'enabled' };
  const [{ revisedAtMs, ...document }] = told as [{ revisedAtMs: number }];
  const { revisedAtMs: before, ...rest } = instance;
  assert.deepEqual(document, { ...rest, tags: { Name: 'web' }, metadataOptions });
  assert.ok(revisedAtMs > before);
});

test('what cannot be is refused with the code of the reason, and nothing changes', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', { ...instance, tags: { 'a b': '' } });
  await on.put('instance', anInstance('over', { state: 'terminated', revisedAtMs: on.nowMs() }));
  const cases: readonly (readonly [Partial<ModifyInstanceMetadataOptionsCommandInput>, string])[] = [
    [{ HttpPutResponseHopLimit: 0 }, 'InvalidParameterValue'],
    [{ HttpPutResponseHopLimit: 65 }, 'InvalidParameterValue'],
    [{ HttpPutResponseHopLimit: 1.5 }, 'InvalidParameterValue'],
    [{ HttpEndpoint: 'disabled', HttpTokens: 'required' }, 'InvalidParameterCombination'],
    [{ InstanceMetadataTags: 'enabled' }, 'InvalidParameterValue'],
    [{ InstanceId: anInstance('over').id, HttpTokens: 'required' }, 'IncorrectInstanceState'],
    [{ InstanceId: anInstance('none').id }, 'InvalidInstanceID.NotFound'],
    [{ InstanceId: 'i-123' }, 'InvalidInstanceID.Malformed'],
  ];
  for (const [said, code] of cases) assert.equal(await errorOf(ec2.send(modify(said))), code, JSON.stringify(said));
  assert.deepEqual(await optionsOf(ec2), {
    State: 'applied',
    HttpTokens: 'optional',
    HttpPutResponseHopLimit: 1,
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'disabled',
  });
});

test('while the endpoint is off it can be switched on together with what it is to ask for', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', instance);
  await ec2.send(modify({ HttpEndpoint: 'disabled' }));
  assert.equal(await errorOf(ec2.send(modify({ HttpTokens: 'required' }))), 'InvalidParameterCombination');
  assert.equal(await errorOf(ec2.send(modify({ HttpTokens: 'required', HttpEndpoint: 'enabled' }))), undefined);
});

test('the defaults of an account keep what is not said and forget what is no longer preferred', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const defaults = async (client = ec2): Promise<object | undefined> =>
    (await client.send(new GetInstanceMetadataDefaultsCommand({}))).AccountLevel;
  assert.deepEqual(await defaults(), { ManagedBy: 'account' });
  const set = await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 }),
  );
  assert.equal(set.Return, true);
  await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({ InstanceMetadataTags: 'enabled', HttpEndpoint: 'enabled' }),
  );
  assert.deepEqual(await defaults(), {
    HttpTokens: 'required',
    HttpPutResponseHopLimit: 2,
    HttpEndpoint: 'enabled',
    InstanceMetadataTags: 'enabled',
    ManagedBy: 'account',
  });
  assert.deepEqual(await defaults(on.clients(on.root, 'eu-west-1').ec2), { ManagedBy: 'account' });
  await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 }),
  );
  assert.deepEqual(await defaults(), {
    HttpEndpoint: 'enabled',
    InstanceMetadataTags: 'enabled',
    ManagedBy: 'account',
  });
  const wrong = new ModifyInstanceMetadataDefaultsCommand({ HttpPutResponseHopLimit: 65 });
  assert.equal(await errorOf(ec2.send(wrong)), 'InvalidParameterValue');
});

test('while tokens are enforced no instance can be made to do without, and those that do stay', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', instance);
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokensEnforced: 'enabled' }));
  await assert.rejects(ec2.send(modify({ HttpTokens: 'optional' })), {
    name: 'UnsupportedOperation',
    message: /^You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account\./,
  });
  assert.equal(await errorOf(ec2.send(modify({ HttpPutResponseHopLimit: 5 }))), undefined);
  assert.equal(await errorOf(ec2.send(modify({ HttpTokens: 'required' }))), undefined);
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokensEnforced: 'disabled' }));
  assert.equal(await errorOf(ec2.send(modify({ HttpTokens: 'optional' }))), undefined);
});
