import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Instance, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

const ImageId = 'ami-0123456789abcdef0';
const TEAM = [{ Key: 'Team', Value: 'blue' }];

async function launch(ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}): Promise<Instance> {
  const run = new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, ...input });
  const { Instances = [] } = await ec2.send(run);
  assert.ok(Instances[0] !== undefined);
  return Instances[0];
}

async function tagged(ec2: EC2Client): Promise<readonly string[]> {
  const { Tags = [] } = await ec2.send(new DescribeTagsCommand({}));
  return Tags.map(({ ResourceType, Key, Value }) => `${ResourceType} ${Key}=${Value}`).sort();
}

test('a launch tags its volumes and network interfaces, as they and DescribeTags show', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const instance = await launch(ec2, {
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 3 } }],
    TagSpecifications: [
      { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'data' }] },
      { ResourceType: 'network-interface', Tags: [{ Key: 'Name', Value: 'front' }] },
    ],
  });
  await launch(ec2);
  const mine = [{ Name: 'tag:Name', Values: ['data'] }];
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters: mine }));
  const devices = new Set(Volumes.map(({ Attachments }) => Attachments?.[0]?.Device));
  assert.deepEqual(devices, new Set(['/dev/sdf', '/dev/xvda']));
  assert.deepEqual(Volumes[0]?.Tags, [{ Key: 'Name', Value: 'data' }]);
  const front = new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'tag-key', Values: ['Name'] }] });
  const { NetworkInterfaces = [] } = await ec2.send(front);
  assert.deepEqual(
    NetworkInterfaces.map(({ NetworkInterfaceId, TagSet }) => [NetworkInterfaceId, TagSet]),
    [[instance.NetworkInterfaces?.[0]?.NetworkInterfaceId, [{ Key: 'Name', Value: 'front' }]]],
  );
  assert.deepEqual(await tagged(ec2), ['network-interface Name=front', 'volume Name=data', 'volume Name=data']);
});

test('volumes, interfaces, subnets, VPCs and security groups take tags and give them back', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { VpcId = '', SubnetId = '', ...instance } = await launch(ec2);
  const volume = instance.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  const nic = instance.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '';
  const group = instance.SecurityGroups?.[0]?.GroupId ?? '';
  const Resources = [volume, nic, SubnetId, VpcId, group];
  await ec2.send(new CreateTagsCommand({ Resources, Tags: TEAM }));
  const Filters = [{ Name: 'tag:Team', Values: ['blu?'] }];
  const found = await Promise.all([
    ec2.send(new DescribeVolumesCommand({ Filters })).then(({ Volumes }) => Volumes?.[0]?.Tags),
    ec2.send(new DescribeNetworkInterfacesCommand({ Filters })).then((each) => each.NetworkInterfaces?.[0]?.TagSet),
    ec2.send(new DescribeSubnetsCommand({ Filters })).then(({ Subnets }) => Subnets?.[0]?.Tags),
    ec2.send(new DescribeVpcsCommand({ Filters })).then(({ Vpcs }) => Vpcs?.[0]?.Tags),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters })).then((each) => each.SecurityGroups?.[0]?.Tags),
  ]);
  assert.deepEqual(
    found,
    Array.from({ length: 5 }, () => TEAM),
  );
  const types = ['network-interface', 'security-group', 'subnet', 'volume', 'vpc'];
  assert.deepEqual(
    await tagged(ec2),
    types.map((type) => `${type} Team=blue`),
  );
  await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'Team' }] }));
  assert.deepEqual(await tagged(ec2), []);
});

test('an id of a resource that is not there is refused with the code of its kind, and nothing is tagged', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { InstanceId = '' } = await launch(ec2);
  const cases = {
    'ami-0123456789abcdef0': 'InvalidAMIID.NotFound',
    'eni-0123456789abcdef0': 'InvalidNetworkInterfaceID.NotFound',
    'key-0123456789abcdef0': 'InvalidKeyPair.NotFound',
    'lt-0123456789abcdef0': 'InvalidLaunchTemplateId.NotFound',
    'sg-0123456789abcdef0': 'InvalidGroup.NotFound',
    'sgr-0123456789abcdef0': 'InvalidSecurityGroupRuleId.NotFound',
    'subnet-0123456789abcdef0': 'InvalidSubnetID.NotFound',
    'vol-0123456789abcdef0': 'InvalidVolume.NotFound',
    'vpc-0123456789abcdef0': 'InvalidVpcID.NotFound',
    'thing-0123456789abcdef0': 'InvalidID',
  };
  for (const [id, code] of Object.entries(cases)) {
    const create = new CreateTagsCommand({ Resources: [InstanceId, id], Tags: TEAM });
    assert.equal(await errorOf(ec2.send(create)), code, id);
  }
  assert.deepEqual(await tagged(ec2), []);
});

test('who names neither zone nor subnet is launched into a default subnet that is there already', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const subnets = async (): Promise<readonly (string | undefined)[]> =>
    (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map(({ SubnetId }) => SubnetId) ?? [];
  const before = await subnets();
  const { SubnetId } = await launch(ec2);
  assert.deepEqual(await subnets(), before);
  assert.ok(before.includes(SubnetId));
});

test('who is launched into a default subnet gets an address of its block', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const blocks = async (): Promise<readonly (string | undefined)[]> =>
    (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map(({ CidrBlock }) => CidrBlock) ?? [];
  const before = await blocks();
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  for (const { SubnetId, CidrBlock = '' } of Subnets) {
    const { PrivateIpAddress = '' } = await launch(ec2, { SubnetId });
    const [, third] = /^172\.31\.(\d+)\./.exec(PrivateIpAddress) ?? [];
    assert.equal(`172.31.${Number(third) & 0xf0}.0/20`, CidrBlock);
  }
  assert.deepEqual(await blocks(), before);
});
