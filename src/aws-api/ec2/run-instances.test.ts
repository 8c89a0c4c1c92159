import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstancesCommand,
  ModifyInstanceMetadataDefaultsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Instance, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { completeInstance, effectiveOptions, decideMetadataOptions } from '#model';
import type { InstanceDeclaration } from '#model';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, REGION, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const IMAGE = 'ami-0123456789abcdef0';
const V2_IMAGE = 'ami-0123456789abcdef2';

async function run(ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}): Promise<readonly Instance[]> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...input }),
  );
  return Instances;
}

async function runOne(ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}): Promise<Instance> {
  const [instance] = await run(ec2, input);
  assert.ok(instance);
  return instance;
}

async function kept(on: AnApi): Promise<readonly InstanceDeclaration[]> {
  const changes = await on.registry.read(0);
  return changes
    .filter(({ kind }) => kind === 'instance')
    .map(({ body = '' }) => JSON.parse(body) as InstanceDeclaration);
}

async function putImage(on: AnApi, id: string, imdsSupport?: 'v2.0'): Promise<void> {
  const image = {
    id,
    accountId: ACCOUNT,
    region: REGION,
    architecture: 'x86_64',
    rootDeviceName: '/dev/xvda',
  } as const;
  await on.put('image', { ...image, imdsSupport, createdAtMs: 0, tags: {} });
}

test('a launch makes instances that are pending in the answer and running afterwards, in one reservation', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const reservation = await ec2.send(new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 3 }));
  const instances = reservation.Instances ?? [];
  assert.equal(instances.length, 3);
  assert.match(reservation.ReservationId ?? '', /^r-[\da-f]{17}$/);
  assert.deepEqual(
    instances.map(({ AmiLaunchIndex }) => AmiLaunchIndex),
    [0, 1, 2],
  );
  assert.deepEqual(new Set(instances.map(({ State }) => State?.Name)), new Set(['pending']));
  assert.equal(new Set(instances.map(({ PrivateIpAddress }) => PrivateIpAddress)).size, 3);
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  assert.equal(Reservations.length, 1);
  assert.equal(Reservations[0]?.ReservationId, reservation.ReservationId);
  assert.deepEqual(
    Reservations[0]?.Instances?.map(({ State, ImageId }) => [State?.Name, ImageId]),
    [0, 1, 2].map(() => ['running', IMAGE]),
  );
});

test('everything a launch says is in the document that metadata is served from', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const keyPair = {
    id: 'key-1',
    accountId: ACCOUNT,
    region: REGION,
    name: 'my-key',
    publicKey: 'ssh-ed25519 AAAA my-key',
  };
  await on.put('key-pair', { ...keyPair, type: 'ed25519', fingerprint: '', createdAtMs: 0, tags: {} });
  await roleKeys(on, {});
  await runOne(ec2, {
    InstanceType: 'c7g.large',
    KeyName: 'my-key',
    UserData: Buffer.from('#!/bin/sh\n').toString('base64'),
    IamInstanceProfile: { Name: 'app-role' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: 'subnet-0abc',
        Groups: ['sg-0abc'],
        PrivateIpAddress: '10.0.0.5',
        Ipv6Addresses: [{ Ipv6Address: '2001:db8::5' }],
        AssociatePublicIpAddress: true,
      },
      { DeviceIndex: 1, SubnetId: 'subnet-0def', SecondaryPrivateIpAddressCount: 1 },
    ],
    Placement: { AvailabilityZone: `${REGION}c`, GroupName: 'together', PartitionNumber: 2 },
    Monitoring: { Enabled: true },
    InstanceMarketOptions: { MarketType: 'spot' },
    HibernationOptions: { Configured: true },
    BlockDeviceMappings: [
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 8 } },
      { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' },
    ],
    MetadataOptions: {
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 7,
      HttpProtocolIpv6: 'enabled',
      InstanceMetadataTags: 'enabled',
    },
  });
  const [declared] = await kept(on);
  assert.ok(declared);
  const instance = completeInstance(declared);
  const [primary, second] = instance.networkInterfaces;
  assert.equal(instance.architecture, 'arm64');
  assert.deepEqual(instance.keyPair, { name: 'my-key', publicKey: 'ssh-ed25519 AAAA my-key' });
  assert.equal(instance.userDataBase64, 'IyEvYmluL3NoCg==');
  assert.equal(instance.instanceProfile?.status, 'ready');
  assert.equal(instance.instanceProfile.roleName, 'app-role');
  assert.deepEqual(instance.tags, { Name: 'web' });
  assert.deepEqual(primary.privateIpv4s, ['10.0.0.5']);
  assert.deepEqual(primary.ipv6s, ['2001:db8::5']);
  assert.equal(primary.publicAddresses[0]?.privateIpv4, '10.0.0.5');
  assert.deepEqual(primary.securityGroups, [{ id: 'sg-0abc', name: 'sg-0abc' }]);
  assert.equal(primary.subnetId, 'subnet-0abc');
  assert.equal(second?.privateIpv4s.length, 2);
  assert.deepEqual(second.publicAddresses, []);
  assert.deepEqual(
    [instance.availabilityZone, instance.placementGroupName, instance.partitionNumber],
    ['us-east-1c', 'together', 2],
  );
  assert.deepEqual(
    [instance.monitoring, instance.lifeCycle, instance.hibernationConfigured],
    ['enabled', 'spot', true],
  );
  assert.deepEqual(instance.blockDevices, {
    ami: '/dev/xvda',
    root: '/dev/xvda',
    ebs1: '/dev/sdf',
    ephemeral0: '/dev/sdb',
  });
  assert.deepEqual(instance.metadataOptions, {
    httpTokens: 'required',
    httpPutResponseHopLimit: 7,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'enabled',
    instanceMetadataTags: 'enabled',
  });
  assert.deepEqual(instance.attachments, [
    { kind: 'source', address: '10.0.0.5', network: 'default' },
    { kind: 'source', address: '2001:db8::5', network: 'default' },
  ]);
});

const PRECEDENCE = [
  ['required', 'optional', 'v2.0', 'required'],
  ['required', undefined, undefined, 'required'],
  ['optional', 'required', 'v2.0', 'optional'],
  ['optional', undefined, 'v2.0', 'optional'],
  [undefined, undefined, 'v2.0', 'required'],
  [undefined, 'required', 'v2.0', 'required'],
  [undefined, 'required', undefined, 'required'],
  [undefined, 'optional', 'v2.0', 'optional'],
  [undefined, 'optional', undefined, 'optional'],
  [undefined, undefined, undefined, 'optional'],
] as const;

for (const [HttpTokens, account, image, result] of PRECEDENCE) {
  test(`launch ${HttpTokens}, account ${account}, image ${image}: ${result}`, async (t) => {
    const on = await anApi(t);
    const { ec2 } = on.clients();
    await putImage(on, IMAGE, image);
    await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: account ?? 'no-preference' }));
    const { MetadataOptions } = await runOne(ec2, HttpTokens === undefined ? {} : { MetadataOptions: { HttpTokens } });
    assert.equal(MetadataOptions?.HttpTokens, result);
    assert.equal(MetadataOptions.HttpPutResponseHopLimit, image === 'v2.0' ? 2 : 1);
    assert.equal(MetadataOptions.State, 'pending');
  });
}

test('each option is decided by itself, and the default of the account is that of the Region', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await putImage(on, V2_IMAGE, 'v2.0');
  await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({ HttpPutResponseHopLimit: 1, InstanceMetadataTags: 'enabled' }),
  );
  const { MetadataOptions } = await runOne(ec2, { ImageId: V2_IMAGE });
  assert.deepEqual(MetadataOptions, {
    State: 'pending',
    HttpTokens: 'required',
    HttpPutResponseHopLimit: 1,
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'enabled',
  });
  const elsewhere = on.clients(on.root, 'eu-west-1');
  const other = await runOne(elsewhere.ec2);
  assert.equal(other.MetadataOptions?.InstanceMetadataTags, 'disabled');
  assert.equal(other.Placement?.AvailabilityZone, 'eu-west-1a');
  assert.equal(await errorOf(run(elsewhere.ec2, { ImageId: V2_IMAGE })), 'InvalidAMIID.NotFound');
  const decided = decideMetadataOptions({ launch: {}, account: { httpPutResponseHopLimit: 1 }, imageSupportsV2: true });
  assert.equal(effectiveOptions(decided).httpPutResponseHopLimit, MetadataOptions?.HttpPutResponseHopLimit);
});

test('where IMDSv2 is enforced, what would come out with optional tokens is not launched', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await putImage(on, V2_IMAGE, 'v2.0');
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokensEnforced: 'enabled' }));
  await assert.rejects(run(ec2), {
    name: 'UnsupportedOperation',
    message:
      "You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account. Either launch the instance with httpTokens=required or contact your account owner to disable httpTokensEnforced using the ModifyInstanceMetadataDefaults API or the account settings in the EC2 console.",
  });
  assert.equal(
    await errorOf(run(ec2, { ImageId: V2_IMAGE, MetadataOptions: { HttpTokens: 'optional' } })),
    'UnsupportedOperation',
  );
  assert.deepEqual(await kept(on), []);
  assert.equal((await run(ec2, { ImageId: V2_IMAGE })).length, 1);
  assert.equal((await run(ec2, { MetadataOptions: { HttpTokens: 'required' } })).length, 1);
});

test('asking twice with one client token launches once, also at the same time', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const input = { ClientToken: 'once', MaxCount: 3, UserData: 'YQ==' };
  const answers = await Promise.all(Array.from({ length: 12 }, () => run(ec2, input)));
  const ids = answers.map((instances) => instances.map(({ InstanceId }) => InstanceId).join(' '));
  assert.equal(new Set(ids).size, 1);
  assert.equal((await kept(on)).length, 3);
  assert.equal(answers[0]?.[0]?.ClientToken, 'once');
  assert.equal(await errorOf(run(ec2, { ...input, MaxCount: 2 })), 'IdempotentParameterMismatch');
  assert.equal(await errorOf(run(ec2, { ...input, UserData: 'Yg==' })), 'IdempotentParameterMismatch');
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids[0]?.split(' ') }));
  assert.equal(await errorOf(run(ec2, input)), 'IdempotentInstanceTerminated');
  const launch = (await on.registry.read(0)).find(({ kind }) => kind === 'launch');
  assert.ok(launch?.body);
  const launchedAtMs = on.nowMs() - 25 * 3_600_000;
  const body = JSON.stringify({ ...(JSON.parse(launch.body) as object), launchedAtMs });
  await on.registry.commit([{ kind: 'launch', id: launch.id, body }]);
  const again = await run(ec2, input);
  assert.equal(again.length, 3);
  assert.equal(
    again.some(({ InstanceId = '' }) => ids[0]?.includes(InstanceId)),
    false,
  );
});

test('a launch that was broken off is finished by asking again', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await run(ec2, { ClientToken: 'broken', MaxCount: 2 });
  const launch = (await on.registry.read(0)).find(({ kind }) => kind === 'launch');
  const [first, second] = await kept(on);
  assert.ok(launch?.body && first && second);
  const { networkInterfaces, amiLaunchIndex: _, id, ...alike } = second;
  const instances = [
    { id: first.id, networkInterfaces: first.networkInterfaces },
    { id, networkInterfaces },
  ];
  const body = JSON.stringify({ ...(JSON.parse(launch.body) as object), plan: { alike, instances } });
  await on.registry.commit([
    { kind: 'launch', id: launch.id, body },
    { kind: 'instance', id: second.id, body: undefined },
  ]);
  const answer = await run(ec2, { ClientToken: 'broken', MaxCount: 2 });
  assert.deepEqual(new Set(answer.map(({ InstanceId }) => InstanceId)), new Set([first.id, second.id]));
  assert.equal((await on.registry.read(0)).find(({ kind }) => kind === 'launch')?.body?.includes('plan'), false);
});

const primary = (PrivateIpAddress: string) => ({ PrivateIpAddress, Primary: true });

const WRONG: readonly (readonly [string, Partial<RunInstancesCommandInput>])[] = [
  ['MissingParameter', { ImageId: undefined }],
  ['InvalidAMIID.Malformed', { ImageId: 'ami-xyz' }],
  ['InvalidParameterValue', { MinCount: 0 }],
  ['InvalidParameterValue', { MinCount: 2, MaxCount: 1 }],
  ['InstanceLimitExceeded', { MinCount: 1001, MaxCount: 1001 }],
  ['InvalidParameterValue', { InstanceType: 'huge' as 't3.micro' }],
  ['InvalidParameterValue', { InstanceType: 't3.mirco' as 't3.micro' }],
  ['InvalidKeyPair.NotFound', { KeyName: 'nobody' }],
  ['InvalidUserData.Malformed', { UserData: 'not base64!' }],
  ['InvalidParameterValue', { UserData: Buffer.alloc(16_385).toString('base64') }],
  ['InvalidParameterValue', { IamInstanceProfile: { Name: 'nobody' } }],
  [
    'InvalidParameterCombination',
    { IamInstanceProfile: { Name: 'a', Arn: 'arn:aws:iam::123456789012:instance-profile/a' } },
  ],
  ['InvalidParameterValue', { MetadataOptions: { HttpPutResponseHopLimit: 65 } }],
  ['InvalidParameterValue', { MetadataOptions: { HttpTokens: 'maybe' as 'required' } }],
  ['InvalidParameterValue', { Placement: { AvailabilityZone: 'us-east-1z' } }],
  ['InvalidSubnetID.Malformed', { SubnetId: 'subnet-xyz' }],
  ['InvalidSubnetID.Malformed', { SubnetId: 'subnet-0123456789abcdef01' }],
  ['InvalidSubnetID.Malformed', { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'sn-0123456789abcdef0' }] }],
  ['InvalidGroupId.Malformed', { SecurityGroupIds: ['web'] }],
  ['InvalidGroupId.Malformed', { NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-0123', 'sg-XYZ'] }] }],
  ['InvalidAMIID.Malformed', { ImageId: 'ami-0123456789abcdef' }],
  ['InvalidParameterCombination', { SubnetId: 'subnet-0abc', NetworkInterfaces: [{ DeviceIndex: 0 }] }],
  ['InvalidParameterCombination', { SecurityGroupIds: ['sg-0abc'], NetworkInterfaces: [{ DeviceIndex: 0 }] }],
  ['InvalidParameterValue', { PrivateIpAddress: '10.0.0.256' }],
  ['InvalidParameterCombination', { PrivateIpAddress: '10.0.0.5', MaxCount: 2 }],
  [
    'InvalidParameterCombination',
    { NetworkInterfaces: [{ DeviceIndex: 0, PrivateIpAddresses: [primary('10.0.0.5'), primary('10.0.0.6')] }] },
  ],
  ['InvalidParameterValue', { TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: 'a', Value: 'b' }] }] }],
  [
    'InvalidParameterValue',
    { TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'aws:a', Value: 'b' }] }] },
  ],
  [
    'InvalidParameterValue',
    {
      MetadataOptions: { InstanceMetadataTags: 'enabled' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a b', Value: '' }] }],
    },
  ],
  ['InvalidLaunchTemplateName.NotFoundException', { LaunchTemplate: { LaunchTemplateName: 'nobody' } }],
  ['InvalidLaunchTemplateId.NotFound', { LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0' } }],
  ['InvalidLaunchTemplateId.Malformed', { LaunchTemplate: { LaunchTemplateId: 'lt-x' } }],
  [
    'InvalidParameterCombination',
    { LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', LaunchTemplateName: 'abc' } },
  ],
  ['InvalidParameterValue', { ClientToken: 'x'.repeat(65) }],
  ['DryRunOperation', { DryRun: true }],
];

for (const [code, input] of WRONG) {
  test(`a launch with ${JSON.stringify(input).slice(0, 120)} ends with ${code} and launches nothing`, async (t) => {
    const on = await anApi(t);
    assert.equal(await errorOf(run(on.clients().ec2, input)), code);
    assert.deepEqual(await kept(on), []);
  });
}

test('an address that an instance has is not given to another in its subnet until that is terminated', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const input = { SubnetId: 'subnet-0abc', PrivateIpAddress: '10.0.0.5' };
  const { InstanceId = '' } = await runOne(ec2, input);
  assert.equal(await errorOf(run(ec2, input)), 'InvalidIPAddress.InUse');
  assert.equal(await errorOf(run(ec2, { ...input, PrivateIpAddress: '10.9.0.5' })), 'InvalidParameterValue');
  assert.equal((await run(ec2, { ...input, SubnetId: 'subnet-0def' })).length, 1);
  const beside = await runOne(ec2, { SubnetId: 'subnet-0abc' });
  assert.match(beside.PrivateIpAddress ?? '', /^10\.0\./);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  assert.equal((await run(ec2, input)).length, 1);
});

const DENY_RUN = { Effect: 'Deny', Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:*:*:instance/*' } as const;

test('a policy that demands tokens lets only launches through that say so themselves', async (t) => {
  const on = await anApi(t);
  const condition = { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } };
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING, { ...DENY_RUN, Condition: condition }) }));
  await putImage(on, V2_IMAGE, 'v2.0');
  assert.equal(await errorOf(run(ec2, { ImageId: V2_IMAGE })), 'UnauthorizedOperation');
  assert.equal(await errorOf(run(ec2, { MetadataOptions: { HttpTokens: 'optional' } })), 'UnauthorizedOperation');
  assert.equal(await errorOf(run(ec2, { MetadataOptions: { HttpTokens: 'required' } })), undefined);
});

test('a policy that caps the hop limit says nothing of launches that leave it alone', async (t) => {
  const on = await anApi(t);
  const condition = { NumericGreaterThan: { 'ec2:MetadataHttpPutResponseHopLimit': '1' } };
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING, { ...DENY_RUN, Condition: condition }) }));
  assert.equal(await errorOf(run(ec2, { MetadataOptions: { HttpPutResponseHopLimit: 2 } })), 'UnauthorizedOperation');
  assert.equal(await errorOf(run(ec2, { MetadataOptions: { HttpPutResponseHopLimit: 1 } })), undefined);
  assert.equal(await errorOf(run(ec2)), undefined);
});

test('a launch with a profile needs permission to pass its role', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients(
    await roleKeys(on, { launch: policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }) }),
  );
  assert.equal(await errorOf(run(ec2)), undefined);
  assert.equal(await errorOf(run(ec2, { IamInstanceProfile: { Name: 'app-role' } })), 'UnauthorizedOperation');
  await roleKeys(on, { launch: policy({ Effect: 'Allow', Action: ['ec2:*', 'iam:PassRole'], Resource: '*' }) });
  assert.equal(await errorOf(run(ec2, { IamInstanceProfile: { Name: 'app-role' } })), undefined);
});

test('a launch needs every resource it uses, and the right to tag', async (t) => {
  const on = await anApi(t);
  const others = ['volume', 'network-interface', 'subnet', 'security-group'].map((type) => `arn:aws:ec2:*:*:${type}/*`);
  const resources = ['arn:aws:ec2:*:*:instance/*', `arn:aws:ec2:*::image/${IMAGE}`, ...others];
  const allowed = { Effect: 'Allow', Action: 'ec2:RunInstances', Resource: resources };
  const { ec2 } = on.clients(await roleKeys(on, { launch: policy(allowed) }));
  assert.equal(await errorOf(run(ec2)), undefined);
  assert.equal(await errorOf(run(ec2, { ImageId: V2_IMAGE })), 'UnauthorizedOperation');
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'a', Value: 'b' }] }];
  assert.equal(await errorOf(run(ec2, { TagSpecifications })), 'UnauthorizedOperation');
});
