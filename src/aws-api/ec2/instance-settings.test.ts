import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstanceCreditSpecificationsCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  GetInstanceUefiDataCommand,
  ModifyInstanceCreditSpecificationCommand,
  ModifyInstanceMaintenanceOptionsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  MonitorInstancesCommand,
  RunInstancesCommand,
  UnmonitorInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Instance, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

async function launch(ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const run = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, ...input });
  return (await ec2.send(run)).Instances?.[0]?.InstanceId ?? '';
}

async function described(ec2: EC2Client, id: string): Promise<Instance> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations?.[0]?.Instances?.[0] ?? {};
}

test('detailed monitoring goes on and off', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const id = await launch(ec2);
  const state = async (): Promise<string | undefined> => (await described(ec2, id)).Monitoring?.State;
  assert.equal(await state(), 'disabled');
  const enabling = await ec2.send(new MonitorInstancesCommand({ InstanceIds: [id] }));
  assert.deepEqual(enabling.InstanceMonitorings, [{ InstanceId: id, Monitoring: { State: 'pending' } }]);
  assert.equal(await state(), 'enabled');
  const disabling = await ec2.send(new UnmonitorInstancesCommand({ InstanceIds: [id] }));
  assert.equal(disabling.InstanceMonitorings?.[0]?.Monitoring?.State, 'disabling');
  assert.equal(await state(), 'disabled');
  const nobody = ec2.send(new MonitorInstancesCommand({ InstanceIds: [id, 'i-0123456789abcdef0'] }));
  assert.equal(await errorOf(nobody), 'InvalidInstanceID.NotFound');
  assert.equal(await state(), 'disabled');
});

test('CPU credits change where a type has them, and what cannot be is told apart', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const [small, large] = [await launch(ec2), await launch(ec2, { InstanceType: 'm5.large' })];
  const { SuccessfulInstanceCreditSpecifications: done, UnsuccessfulInstanceCreditSpecifications: not } =
    await ec2.send(
      new ModifyInstanceCreditSpecificationCommand({
        InstanceCreditSpecifications: [small, large, 'i-0123456789abcdef0'].map((InstanceId) => ({
          InstanceId,
          CpuCredits: 'standard',
        })),
      }),
    );
  assert.deepEqual(done, [{ InstanceId: small }]);
  assert.deepEqual(
    not?.map(({ Error: error }) => error?.Code),
    ['InstanceCreditSpecification.NotSupported', 'InvalidInstanceID.NotFound'],
  );
  const { InstanceCreditSpecifications: now } = await ec2.send(
    new DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [small] }),
  );
  assert.equal(now?.[0]?.CpuCredits, 'standard');
});

test('maintenance options are kept one by one', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const InstanceId = await launch(ec2);
  const modify = (options: object): Promise<unknown> =>
    ec2.send(new ModifyInstanceMaintenanceOptionsCommand({ InstanceId, ...options }));
  await modify({ AutoRecovery: 'disabled' });
  await modify({ RebootMigration: 'disabled' });
  const { MaintenanceOptions } = await described(ec2, InstanceId);
  assert.deepEqual(MaintenanceOptions, { AutoRecovery: 'disabled', RebootMigration: 'disabled' });
});

test('of a network interface groups, description, checks and what becomes of it can be modified, one at a time', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const id = await launch(ec2, {
    NetworkInterfaces: [
      { DeviceIndex: 0, Description: 'front' },
      { DeviceIndex: 1, DeleteOnTermination: false },
    ],
  });
  const { NetworkInterfaces = [] } = await described(ec2, id);
  assert.deepEqual(
    NetworkInterfaces.map(({ Description = '', Attachment }) => [Description, Attachment?.DeleteOnTermination]),
    [
      ['front', true],
      ['', false],
    ],
  );
  const NetworkInterfaceId = NetworkInterfaces[1]?.NetworkInterfaceId ?? '';
  const modify = (attribute: object): Promise<unknown> =>
    ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...attribute }));
  await modify({ Description: { Value: 'back' } });
  await modify({ SourceDestCheck: { Value: false } });
  await modify({ Groups: ['sg-0aaaaaaaaaaaaaaaa'] });
  const AttachmentId = NetworkInterfaces[1]?.Attachment?.AttachmentId;
  await modify({ Attachment: { AttachmentId, DeleteOnTermination: true } });
  const after = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId] }));
  const { Description, SourceDestCheck, Groups, Attachment } = after.NetworkInterfaces?.[0] ?? {};
  assert.deepEqual(
    [Description, SourceDestCheck, Groups?.[0]?.GroupId, Attachment?.DeleteOnTermination],
    ['back', false, 'sg-0aaaaaaaaaaaaaaaa', true],
  );
  assert.equal((await described(ec2, id)).NetworkInterfaces?.[0]?.SourceDestCheck, true);
  const cases = [
    [{}, 'InvalidParameterCombination'],
    [{ Description: { Value: 'x' }, SourceDestCheck: { Value: true } }, 'InvalidParameterCombination'],
    [{ Groups: ['nobody'] }, 'InvalidGroupId.Malformed'],
    [{ EnablePrimaryIpv6: true }, 'UnsupportedOperation'],
  ] as const;
  for (const [attribute, code] of cases) assert.equal(await errorOf(modify(attribute)), code);
});

test('every VPC has a main route table, and no instance UEFI variables', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const Filters = [{ Name: 'association.main', Values: ['true'] }];
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  assert.equal(RouteTables.length, 1);
  assert.equal(RouteTables[0]?.Routes?.[0]?.GatewayId, 'local');
  const InstanceId = await launch(ec2);
  assert.equal(await errorOf(ec2.send(new GetInstanceUefiDataCommand({ InstanceId }))), 'UnsupportedOperation');
});
