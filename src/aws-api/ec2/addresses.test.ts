import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssignIpv6AddressesCommand,
  AssignPrivateIpAddressesCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
  UnassignIpv6AddressesCommand,
  UnassignPrivateIpAddressesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

async function launched(ec2: EC2Client): Promise<string> {
  const run = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  return (await ec2.send(run)).Instances?.[0]?.InstanceId ?? '';
}

async function nicOf(ec2: EC2Client, id: string): Promise<InstanceNetworkInterface> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations?.[0]?.Instances?.[0]?.NetworkInterfaces?.[0] ?? {};
}

test('private addresses come and go, the primary one stays', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const id = await launched(ec2);
  const { NetworkInterfaceId, PrivateIpAddress = '' } = await nicOf(ec2, id);
  const wanted = PrivateIpAddress.replace(/\.\d+$/, PrivateIpAddress.endsWith('.77') ? '.78' : '.77');
  await ec2.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, PrivateIpAddresses: [wanted] }));
  const more = await ec2.send(
    new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2 }),
  );
  const assigned = more.AssignedPrivateIpAddresses?.map((each) => each.PrivateIpAddress) ?? [];
  assert.equal(new Set(assigned).size, 2);
  const { PrivateIpAddresses = [] } = await nicOf(ec2, id);
  assert.deepEqual(
    PrivateIpAddresses.map((each) => each.PrivateIpAddress),
    [PrivateIpAddress, wanted, ...assigned],
  );
  assert.deepEqual(
    PrivateIpAddresses.map(({ Primary }) => Primary),
    [true, false, false, false],
  );
  const other = await nicOf(ec2, await launched(ec2));
  const taken = { NetworkInterfaceId: other.NetworkInterfaceId, PrivateIpAddresses: [wanted] };
  assert.equal(await errorOf(ec2.send(new AssignPrivateIpAddressesCommand(taken))), 'InvalidIPAddress.InUse');
  const unassign = (address: string): Promise<string | undefined> =>
    errorOf(ec2.send(new UnassignPrivateIpAddressesCommand({ NetworkInterfaceId, PrivateIpAddresses: [address] })));
  assert.equal(await unassign(wanted), undefined);
  assert.equal(await unassign(wanted), 'InvalidParameterValue');
  assert.equal(await unassign(PrivateIpAddress), 'InvalidParameterValue');
  assert.equal((await nicOf(ec2, id)).PrivateIpAddresses?.length, 3);
});

test('IPv6 addresses come and go', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const id = await launched(ec2);
  const { NetworkInterfaceId } = await nicOf(ec2, id);
  const { AssignedIpv6Addresses = [] } = await ec2.send(
    new AssignIpv6AddressesCommand({ NetworkInterfaceId, Ipv6AddressCount: 2 }),
  );
  const shown = async (): Promise<readonly (string | undefined)[]> =>
    (await nicOf(ec2, id)).Ipv6Addresses?.map(({ Ipv6Address }) => Ipv6Address) ?? [];
  assert.equal(new Set(AssignedIpv6Addresses).size, 2);
  assert.deepEqual(await shown(), AssignedIpv6Addresses);
  assert.notEqual((await nicOf(ec2, id)).PrivateIpAddress, undefined);
  const [first = ''] = AssignedIpv6Addresses;
  const unassign = { NetworkInterfaceId, Ipv6Addresses: [first] };
  await ec2.send(new UnassignIpv6AddressesCommand(unassign));
  assert.deepEqual(await shown(), AssignedIpv6Addresses.slice(1));
  assert.equal(await errorOf(ec2.send(new UnassignIpv6AddressesCommand(unassign))), 'InvalidParameterValue');
});

test('what cannot be assigned is refused', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { NetworkInterfaceId } = await nicOf(ec2, await launched(ec2));
  const assign = (input: object): Promise<string | undefined> =>
    errorOf(ec2.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, ...input })));
  assert.equal(await assign({}), 'MissingParameter');
  assert.equal(await assign({ PrivateIpAddresses: ['nowhere'] }), 'InvalidParameterValue');
  assert.equal(await assign({ SecondaryPrivateIpAddressCount: 51 }), 'InvalidParameterValue');
  assert.equal(await assign({ SecondaryPrivateIpAddressCount: 50 }), 'PrivateIpAddressLimitExceeded');
  const both = { PrivateIpAddresses: ['172.31.0.9'], SecondaryPrivateIpAddressCount: 1 };
  assert.equal(await assign(both), 'InvalidParameterCombination');
  const nobody = { NetworkInterfaceId: 'eni-0123456789abcdef0', SecondaryPrivateIpAddressCount: 1 };
  assert.equal(await assign(nobody), 'InvalidNetworkInterfaceID.NotFound');
});
