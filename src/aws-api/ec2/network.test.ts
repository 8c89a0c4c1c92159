import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import { completeInstance, deriveResourceId } from '#model';
import { anApi, anInstance, errorOf, REGION } from '../an-api.test-support.ts';

const NOBODY = '0123456789abcdef0';

test('with no instance there is the default VPC, with a subnet in each zone and its group', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  assert.deepEqual(
    Vpcs.map(({ VpcId, IsDefault, CidrBlock }) => [VpcId, IsDefault, CidrBlock]),
    [[deriveResourceId('vpc', REGION), true, '172.31.0.0/16']],
  );
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const zones = new Set(Subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  assert.deepEqual(zones, new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${REGION}${letter}`)));
  assert.ok(Subnets.every(({ VpcId, DefaultForAz }) => VpcId === Vpcs[0]?.VpcId && DefaultForAz));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
  assert.deepEqual(
    SecurityGroups.map(({ VpcId }) => VpcId),
    [Vpcs[0]?.VpcId],
  );
});

test('what an instance is declared to be in is there as its metadata says it, and goes with it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const [vpcId, subnetId] = ['vpc-0aaaaaaaaaaaaaaaa', 'subnet-0aaaaaaaaaaaaaaaa'];
  const declared = anInstance('declared', {
    availabilityZone: `${REGION}c`,
    networkInterfaces: [
      {
        vpcId,
        subnetId,
        privateIpv4s: ['10.1.16.4', '10.1.16.5'],
        ipv6s: ['2001:db8::5'],
        securityGroups: [{ id: 'sg-1', name: 'web' }],
      },
    ],
  });
  await on.put('instance', declared);
  const [nic] = completeInstance(declared).networkInterfaces;
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  assert.deepEqual([vpc?.IsDefault, vpc?.CidrBlock], [false, nic.vpcIpv4Cidrs[0]]);
  assert.deepEqual(
    vpc?.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    nic.vpcIpv6Cidrs,
  );
  const { Subnets: [subnet] = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  assert.deepEqual(
    [subnet?.SubnetId, subnet?.CidrBlock, subnet?.AvailabilityZone, subnet?.DefaultForAz],
    [subnetId, nic.subnetIpv4Cidr, `${REGION}c`, false],
  );
  // A /20, without the five that belong to AWS and the two in use.
  assert.equal(subnet?.AvailableIpAddressCount, 4096 - 5 - 2);
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  assert.deepEqual(new Set(SecurityGroups.map(({ GroupName }) => GroupName)), new Set(['default', 'web']));
  const { NetworkInterfaces: [shown] = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'addresses.private-ip-address', Values: ['10.1.16.5'] }],
    }),
  );
  assert.deepEqual([shown?.NetworkInterfaceId, shown?.MacAddress], [nic.interfaceId, nic.mac]);
  await on.put('instance', { ...declared, state: 'terminated', revisedAtMs: on.nowMs() });
  assert.equal(await errorOf(ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))), 'InvalidVpcID.NotFound');
  assert.equal(
    await errorOf(ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [nic.interfaceId] }))),
    'InvalidNetworkInterfaceID.NotFound',
  );
});

test('ids that nobody has, and what cannot be one, are told apart', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const answers = {
    'InvalidVpcID.NotFound': new DescribeVpcsCommand({ VpcIds: [`vpc-${NOBODY}`] }),
    'InvalidVpcID.Malformed': new DescribeVpcsCommand({ VpcIds: ['mine'] }),
    'InvalidSubnetID.NotFound': new DescribeSubnetsCommand({ SubnetIds: [`subnet-${NOBODY}`] }),
    'InvalidSubnetID.Malformed': new DescribeSubnetsCommand({ SubnetIds: ['subnet-xyz'] }),
    'InvalidGroup.NotFound': new DescribeSecurityGroupsCommand({ GroupIds: [`sg-${NOBODY}`] }),
    'InvalidGroupId.Malformed': new DescribeSecurityGroupsCommand({ GroupIds: ['web'] }),
    'InvalidVolume.NotFound': new DescribeVolumesCommand({ VolumeIds: [`vol-${NOBODY}`] }),
    'InvalidVolumeID.Malformed': new DescribeVolumesCommand({ VolumeIds: ['vol-'] }),
    'InvalidNetworkInterfaceId.Malformed': new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-1'] }),
  };
  for (const [code, command] of Object.entries(answers)) {
    assert.equal(await errorOf(ec2.send(command)), code);
  }
  const attribute = new DescribeVpcAttributeCommand({ VpcId: `vpc-${NOBODY}`, Attribute: 'enableDnsSupport' });
  assert.equal(await errorOf(ec2.send(attribute)), 'InvalidVpcID.NotFound');
  const byName = new DescribeSecurityGroupsCommand({ GroupNames: ['nobody'] });
  assert.equal(await errorOf(ec2.send(byName)), 'InvalidGroup.NotFound');
});

test('another account and another Region have a network of their own', async (t) => {
  const on = await anApi(t);
  await on.put('instance', anInstance('here', { networkInterfaces: [{ vpcId: 'vpc-0bbbbbbbbbbbbbbbb' }] }));
  const { Vpcs = [] } = await on.clients(on.root, 'eu-west-1').ec2.send(new DescribeVpcsCommand({}));
  assert.deepEqual(
    Vpcs.map(({ VpcId }) => VpcId),
    [deriveResourceId('vpc', 'eu-west-1')],
  );
});

test('pages hold every subnet once', async (t) => {
  const on = await anApi(t);
  const client = on.clients().ec2;
  const ids: (string | undefined)[] = [];
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client, pageSize: 5 }, {})) {
    assert.ok(Subnets.length <= 5);
    ids.push(...Subnets.map(({ SubnetId }) => SubnetId));
  }
  const { Subnets: all = [] } = await client.send(new DescribeSubnetsCommand({}));
  assert.deepEqual(
    ids,
    all.map(({ SubnetId }) => SubnetId),
  );
  assert.ok(all.length > 5);
});
