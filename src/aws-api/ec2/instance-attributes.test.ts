import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstanceAttributeCommand,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type {
  EC2Client,
  InstanceAttribute,
  InstanceAttributeName,
  ModifyInstanceAttributeCommandInput,
} from '@aws-sdk/client-ec2';
import { anApi, anInstance, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';

type Modification = Omit<ModifyInstanceAttributeCommandInput, 'InstanceId'>;

const { id: InstanceId } = anInstance('one');

async function modify(ec2: EC2Client, modification: Modification): Promise<string | undefined> {
  return errorOf(ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, ...modification })));
}

async function attribute(ec2: EC2Client, Attribute: InstanceAttributeName): Promise<InstanceAttribute> {
  const {
    $metadata,
    InstanceId: of,
    ...shown
  } = await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
  assert.equal(of, InstanceId);
  assert.equal($metadata.httpStatusCode, 200);
  return shown;
}

test('user data and type can be modified while the instance is stopped, and only then', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one'));
  const script = Buffer.from('#!/bin/sh\n');
  assert.equal(await modify(ec2, { UserData: { Value: script } }), 'IncorrectInstanceState');
  assert.equal(await modify(ec2, { InstanceType: { Value: 't3.large' } }), 'IncorrectInstanceState');
  await ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  assert.equal(await modify(ec2, { UserData: { Value: script } }), undefined);
  assert.deepEqual(await attribute(ec2, 'userData'), { UserData: { Value: script.toString('base64') } });
  assert.equal(await modify(ec2, { Attribute: 'userData', Value: 'YQ==' }), undefined);
  assert.deepEqual(await attribute(ec2, 'userData'), { UserData: { Value: 'YQ==' } });
  assert.equal(await modify(ec2, { UserData: { Value: new Uint8Array() } }), undefined);
  assert.deepEqual(await attribute(ec2, 'userData'), {});
  assert.equal(await modify(ec2, { InstanceType: { Value: 't3.large' } }), undefined);
  assert.deepEqual(await attribute(ec2, 'instanceType'), { InstanceType: { Value: 't3.large' } });
  assert.equal(await modify(ec2, { UserData: { Value: new Uint8Array(16_385) } }), 'InvalidParameterValue');
  const told = JSON.stringify(on.events);
  assert.equal(told.includes('YQ==') || told.includes(script.toString('base64')), false);
});

test('an instance that is protected is neither terminated nor stopped until it is not', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one'));
  const input = { InstanceIds: [InstanceId] };
  await modify(ec2, { DisableApiTermination: { Value: true } });
  await modify(ec2, { DisableApiStop: { Value: true } });
  assert.deepEqual(await attribute(ec2, 'disableApiTermination'), { DisableApiTermination: { Value: true } });
  assert.equal(await errorOf(ec2.send(new TerminateInstancesCommand(input))), 'OperationNotPermitted');
  assert.equal(await errorOf(ec2.send(new StopInstancesCommand(input))), 'OperationNotPermitted');
  await modify(ec2, { Attribute: 'disableApiStop', Value: 'false' });
  assert.equal(await errorOf(ec2.send(new StopInstancesCommand(input))), undefined);
  await modify(ec2, { DisableApiTermination: { Value: false } });
  assert.equal(await errorOf(ec2.send(new TerminateInstancesCommand(input))), undefined);
  assert.equal(await modify(ec2, { DisableApiTermination: { Value: true } }), 'IncorrectInstanceState');
});

test('protection from the launch on is protection', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0123456789abcdef0',
      MinCount: 1,
      MaxCount: 1,
      DisableApiTermination: true,
    }),
  );
  const InstanceIds = [Instances?.[0]?.InstanceId ?? ''];
  assert.equal(await errorOf(ec2.send(new TerminateInstancesCommand({ InstanceIds }))), 'OperationNotPermitted');
});

test('groups and switches can be modified while the instance runs', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('one'));
  assert.equal(await modify(ec2, { Groups: ['sg-0abc'] }), undefined);
  assert.deepEqual(await attribute(ec2, 'groupSet'), { Groups: [{ GroupId: 'sg-0abc', GroupName: 'sg-0abc' }] });
  assert.equal(await modify(ec2, { SourceDestCheck: { Value: false } }), undefined);
  assert.deepEqual(await attribute(ec2, 'sourceDestCheck'), { SourceDestCheck: { Value: false } });
  assert.equal(await modify(ec2, { InstanceInitiatedShutdownBehavior: { Value: 'terminate' } }), undefined);
  assert.deepEqual(await attribute(ec2, 'instanceInitiatedShutdownBehavior'), {
    InstanceInitiatedShutdownBehavior: { Value: 'terminate' },
  });
  const Ebs = { DeleteOnTermination: false };
  assert.equal(await modify(ec2, { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }] }), undefined);
  const { BlockDeviceMappings } = await attribute(ec2, 'blockDeviceMapping');
  assert.equal(BlockDeviceMappings?.[0]?.Ebs?.DeleteOnTermination, false);
});

const WRONG: readonly (readonly [string, Modification])[] = [
  ['InvalidParameterCombination', {}],
  ['InvalidParameterCombination', { SourceDestCheck: { Value: true }, DisableApiStop: { Value: true } }],
  ['InvalidParameterValue', { InstanceInitiatedShutdownBehavior: { Value: 'explode' } }],
  ['InvalidParameterValue', { InstanceType: { Value: 'huge' } }],
  ['InvalidGroupId.Malformed', { Groups: ['nobody'] }],
  ['UnsupportedOperation', { EnaSupport: { Value: false } }],
  ['InvalidInstanceAttributeValue', { BlockDeviceMappings: [{ DeviceName: '/dev/none' }] }],
];

for (const [code, modification] of WRONG) {
  test(`modifying ${JSON.stringify(modification)} ends with ${code}`, async (t) => {
    const on = await anApi(t);
    await on.put('instance', anInstance('one'));
    assert.equal(await modify(on.clients().ec2, modification), code);
  });
}

test('who may modify nothing but one attribute may not modify another', async (t) => {
  const on = await anApi(t);
  await on.put('instance', anInstance('one'));
  const deny = {
    Effect: 'Deny',
    Action: 'ec2:ModifyInstanceAttribute',
    Resource: '*',
    Condition: { StringNotEquals: { 'ec2:Attribute': 'SourceDestCheck' } },
  };
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING, deny) }));
  assert.equal(await modify(ec2, { SourceDestCheck: { Value: false } }), undefined);
  assert.equal(await modify(ec2, { DisableApiStop: { Value: true } }), 'UnauthorizedOperation');
});

test('of an instance that is not there nothing is described or modified', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  assert.equal(await errorOf(attribute(ec2, 'userData')), 'InvalidInstanceID.NotFound');
  assert.equal(await modify(ec2, { SourceDestCheck: { Value: false } }), 'InvalidInstanceID.NotFound');
});
