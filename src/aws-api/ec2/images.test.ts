import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeTagsCommand,
  ModifyImageAttributeCommand,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type {
  DescribeImagesCommandInput,
  EC2Client,
  Filter,
  Image,
  RegisterImageCommandInput,
} from '@aws-sdk/client-ec2';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, REGION, roleKeys } from '../an-api.test-support.ts';

async function register(ec2: EC2Client, more: Partial<RegisterImageCommandInput> = {}): Promise<string> {
  const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-0123456789abcdef0' } }];
  const input = { Name: 'my-ami', RootDeviceName: '/dev/xvda', BlockDeviceMappings, ...more };
  const { ImageId = '' } = await ec2.send(new RegisterImageCommand(input));
  return ImageId;
}

async function described(ec2: EC2Client, input: DescribeImagesCommandInput): Promise<readonly Image[]> {
  return (await ec2.send(new DescribeImagesCommand(input))).Images ?? [];
}

function byText(one = '', other = ''): number {
  return one < other ? -1 : 1;
}

async function launchedTokens(ec2: EC2Client, ImageId: string): Promise<string | undefined> {
  const { Instances } = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1 }));
  return Instances?.[0]?.MetadataOptions?.HttpTokens;
}

test('an image registered with v2.0 makes instances that demand tokens', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const plain = await register(ec2);
  const strict = await register(ec2, { Name: 'strict', ImdsSupport: 'v2.0', Architecture: 'arm64' });
  assert.match(strict, /^ami-[\da-f]{17}$/);
  assert.equal(await launchedTokens(ec2, plain), 'optional');
  assert.equal(await launchedTokens(ec2, strict), 'required');
  const [image] = await described(ec2, { Filters: [{ Name: 'imds-support', Values: ['v2.0'] }] });
  assert.equal(image?.ImageId, strict);
  assert.deepEqual(
    [image.Name, image.ImdsSupport, image.Architecture, image.OwnerId],
    ['strict', 'v2.0', 'arm64', ACCOUNT],
  );
  assert.equal(image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId, 'snap-0123456789abcdef0');
  assert.deepEqual((await described(ec2, { Owners: ['self'] })).map(({ Name }) => Name).toSorted(byText), [
    'my-ami',
    'strict',
  ]);
});

test('ImdsSupport can be set and never unset', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const ImageId = await register(ec2);
  const attribute = async (): Promise<string | undefined> =>
    (await ec2.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'imdsSupport' }))).ImdsSupport?.Value;
  const modify = (more: object): Promise<unknown> => ec2.send(new ModifyImageAttributeCommand({ ImageId, ...more }));
  assert.equal(await attribute(), undefined);
  assert.equal(await errorOf(modify({ ImdsSupport: { Value: 'v1.0' } })), 'InvalidParameterValue');
  await modify({ ImdsSupport: { Value: 'v2.0' } });
  assert.equal(await attribute(), 'v2.0');
  for (const Value of ['', 'none', 'v1.0']) {
    assert.equal(await errorOf(modify({ ImdsSupport: { Value } })), 'InvalidParameterValue');
    assert.equal(await errorOf(modify({ Attribute: 'imdsSupport', Value })), 'InvalidParameterValue');
  }
  await modify({ Description: { Value: 'described' } });
  assert.equal(await attribute(), 'v2.0');
  assert.equal(await launchedTokens(ec2, ImageId), 'required');
  assert.equal(await errorOf(modify({})), 'InvalidParameterCombination');
  assert.equal(
    await errorOf(modify({ Description: { Value: 'a' }, ImdsSupport: { Value: 'v2.0' } })),
    'InvalidParameterCombination',
  );
});

test('a deregistered image is gone for good, and its name is free', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const ImageId = await register(ec2);
  await ec2.send(new CreateTagsCommand({ Resources: [ImageId], Tags: [{ Key: 'a', Value: 'b' }] }));
  assert.equal(await errorOf(register(ec2)), 'InvalidAMIName.Duplicate');
  await ec2.send(new DeregisterImageCommand({ ImageId }));
  assert.equal(await errorOf(described(ec2, { ImageIds: [ImageId] })), 'InvalidAMIID.NotFound');
  assert.equal(await errorOf(launchedTokens(ec2, ImageId)), 'InvalidAMIID.NotFound');
  assert.equal(await errorOf(ec2.send(new DeregisterImageCommand({ ImageId }))), 'InvalidAMIID.NotFound');
  assert.equal(
    await errorOf(ec2.send(new CreateTagsCommand({ Resources: [ImageId], Tags: [{ Key: 'a', Value: 'b' }] }))),
    'InvalidAMIID.NotFound',
  );
  assert.deepEqual((await ec2.send(new DescribeTagsCommand({}))).Tags ?? [], []);
  assert.notEqual(await register(ec2), ImageId);
});

test('of many who register one name at once, one does', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const done = await Promise.allSettled(Array.from({ length: 8 }, () => register(ec2)));
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await described(ec2, {})).length, 1);
});

test("somebody else's image can be launched once it is shared, and is not theirs to modify", async (t) => {
  const on = await anApi(t);
  const image = { id: 'ami-0123456789abcdef9', accountId: '210987654321', region: REGION, name: 'theirs' } as const;
  const kept = { ...image, architecture: 'x86_64', rootDeviceName: '/dev/xvda', createdAtMs: 0, tags: {} } as const;
  await on.put('image', kept);
  const { ec2 } = on.clients();
  assert.equal(await errorOf(launchedTokens(ec2, image.id)), 'InvalidAMIID.NotFound');
  await on.put('image', { ...kept, launchPermissions: [ACCOUNT] });
  assert.equal(await launchedTokens(ec2, image.id), 'optional');
  assert.deepEqual((await described(ec2, { Owners: ['self'] })).length, 0);
  assert.equal(await errorOf(ec2.send(new DeregisterImageCommand({ ImageId: image.id }))), 'AuthFailure');
});

test('launch permissions are added and removed', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const ImageId = await register(ec2);
  const LaunchPermission = { Add: [{ Group: 'all' as const }, { UserId: '210987654321' }] };
  await ec2.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission }));
  assert.equal((await described(ec2, { ImageIds: [ImageId] }))[0]?.Public, true);
  await ec2.send(
    new ModifyImageAttributeCommand({
      ImageId,
      OperationType: 'remove',
      Attribute: 'launchPermission',
      UserGroups: ['all'],
    }),
  );
  const { LaunchPermissions } = await ec2.send(
    new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' }),
  );
  assert.deepEqual(LaunchPermissions, [{ UserId: '210987654321' }]);
});

test('a policy can forbid images without v2.0 and changes of it', async (t) => {
  const on = await anApi(t);
  const Condition = { StringNotEquals: { 'ec2:ImdsSupport': 'v2.0' } };
  const Resource = 'arn:aws:ec2:*::image/*';
  const deny = { Effect: 'Deny', Action: 'ec2:RunInstances', Resource, Condition };
  const modify = {
    Effect: 'Deny',
    Action: 'ec2:ModifyImageAttribute',
    Resource,
    Condition: { StringEquals: { 'ec2:Attribute/ImdsSupport': 'v2.0' } },
  };
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING, deny, modify) }));
  const [plain, strict] = [await register(ec2), await register(ec2, { Name: 'strict', ImdsSupport: 'v2.0' })];
  assert.equal(await errorOf(launchedTokens(ec2, plain)), 'UnauthorizedOperation');
  assert.equal(await launchedTokens(ec2, strict), 'required');
  assert.equal(
    await errorOf(ec2.send(new ModifyImageAttributeCommand({ ImageId: plain, ImdsSupport: { Value: 'v2.0' } }))),
    'UnauthorizedOperation',
  );
  assert.equal(
    await errorOf(ec2.send(new ModifyImageAttributeCommand({ ImageId: plain, Description: { Value: 'a' } }))),
    undefined,
  );
});

test('images that modules look up by name are found with their owner, and are what their publishers say', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const name = (value: string, ...others: readonly Filter[]): Filter[] => [
    { Name: 'name', Values: [value] },
    ...others,
  ];
  const x86 = { Name: 'architecture', Values: ['x86_64'] };
  const [al2023, ...more] = await described(ec2, {
    Owners: ['amazon'],
    Filters: name('al2023-ami-2023.*-x86_64', x86),
  });
  assert.deepEqual(more, []);
  assert.deepEqual([al2023?.ImdsSupport, al2023?.ImageOwnerAlias, al2023?.Public], ['v2.0', 'amazon', true]);
  assert.equal(await launchedTokens(ec2, al2023?.ImageId ?? ''), 'required');
  const jammy = name('ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*');
  const [ubuntu] = await described(ec2, { Owners: ['099720109477'], Filters: jammy });
  assert.equal(ubuntu?.RootDeviceName, '/dev/sda1');
  assert.equal(await launchedTokens(ec2, ubuntu.ImageId ?? ''), 'optional');
  const byAlias = { Name: 'owner-alias', Values: ['amazon'] };
  assert.equal((await described(ec2, { Filters: name('amzn2-ami-hvm-*-x86_64-gp2', byAlias) })).length, 1);
  assert.deepEqual(await described(ec2, { Filters: name('al2023-*') }), []);
  const modify = { ImageId: al2023?.ImageId, Description: { Value: 'mine' } };
  assert.equal(await errorOf(ec2.send(new ModifyImageAttributeCommand(modify))), 'InvalidAMIID.NotFound');
});

test('an image that nobody registered is somebody else’s: it is described as it can be launched, and in no list', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const [image] = await described(ec2, { ImageIds: ['ami-0123456789abcdef0'] });
  assert.deepEqual([image?.Public, image?.RootDeviceName, image?.ImdsSupport], [true, '/dev/xvda', undefined]);
  assert.notEqual(image?.OwnerId, ACCOUNT);
  assert.equal(await launchedTokens(ec2, 'ami-0123456789abcdef0'), 'optional');
  assert.deepEqual(await described(ec2, {}), []);
});

test('what is wrong with an image is told in words of EC2', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  assert.equal(await errorOf(register(ec2, { Name: 'a!' })), 'InvalidAMIName.Malformed');
  assert.equal(await errorOf(ec2.send(new RegisterImageCommand({ Name: 'abc' }))), 'MissingParameter');
  assert.equal(await errorOf(described(ec2, { ImageIds: ['ami-1'] })), 'InvalidAMIID.Malformed');
  assert.equal(await errorOf(described(ec2, { MaxResults: 0 })), 'InvalidParameterValue');
  assert.equal(await errorOf(register(ec2, { DryRun: true })), 'DryRunOperation');
});

test('an image says of itself what it was registered with, so that whoever declares it sees no difference', async (t) => {
  const { ec2 } = (await anApi(t)).clients();
  // As Terraform's aws_ami registers one: it reads each of these back and compares.
  const declared = {
    Architecture: 'x86_64',
    Description: 'declared',
    EnaSupport: true,
    SriovNetSupport: 'simple',
    VirtualizationType: 'hvm',
    BootMode: 'uefi',
    TpmSupport: 'v2.0',
    ImdsSupport: 'v2.0',
    RootDeviceName: '/dev/xvda',
  } as const;
  const [image] = await described(ec2, { ImageIds: [await register(ec2, { ...declared, ImageLocation: '' })] });
  assert.deepEqual(
    Object.fromEntries(Object.keys(declared).map((name) => [name, image?.[name as keyof Image]])),
    declared,
  );
  assert.equal(image?.ImageLocation, `${ACCOUNT}/my-ami`);
  const [plain] = await described(ec2, { ImageIds: [await register(ec2, { Name: 'plain' })] });
  assert.deepEqual(
    [plain?.VirtualizationType, plain?.EnaSupport, plain?.SriovNetSupport],
    ['paravirtual', false, undefined],
  );
});
