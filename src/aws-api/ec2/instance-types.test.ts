import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  DescribeInstanceCreditSpecificationsCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { INSTANCE_TYPES, instanceTypeTable } from '../../../scripts/write-instance-types.ts';
import { anApi, anInstance, errorOf } from '../an-api.test-support.ts';
import { INSTANCE_TYPE_NAMES, instanceTypeEntry } from './instance-type-table.ts';
import { instanceTypeView } from './instance-type-view.ts';

test('what is answered of all types writes the table anew, so that nothing of it is lost or made up', () => {
  const views = INSTANCE_TYPE_NAMES.flatMap((name) => instanceTypeEntry(name) ?? []).map(instanceTypeView);
  assert.equal(instanceTypeTable(views), readFileSync(INSTANCE_TYPES, 'utf8'));
});

test('an instance type is as EC2 documents it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { InstanceTypes: types = [] } = await ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.micro', 'c7g.xlarge', 'p4d.24xlarge'] }),
  );
  assert.deepEqual(
    types.map((type) => [
      type.InstanceType,
      type.ProcessorInfo?.SupportedArchitectures,
      type.VCpuInfo?.DefaultVCpus,
      type.MemoryInfo?.SizeInMiB,
      type.NetworkInfo?.MaximumNetworkCards,
      type.BurstablePerformanceSupported,
      type.GpuInfo?.TotalGpuMemoryInMiB,
    ]),
    [
      ['c7g.xlarge', ['arm64'], 4, 8192, 1, false, undefined],
      ['p4d.24xlarge', ['x86_64'], 96, 1_179_648, 4, false, 327_680],
      ['t3.micro', ['x86_64'], 2, 1024, 1, true, undefined],
    ],
  );
});

test('all types come in pages of a hundred, and filters choose among them', async (t) => {
  const on = await anApi(t);
  const client = on.clients().ec2;
  const all: InstanceTypeInfo[] = [];
  for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, {})) {
    assert.ok(InstanceTypes.length <= 100);
    all.push(...InstanceTypes);
  }
  assert.deepEqual(
    all.map(({ InstanceType }) => InstanceType),
    INSTANCE_TYPE_NAMES,
  );
  const { InstanceTypes: few = [] } = await client.send(
    new DescribeInstanceTypesCommand({
      Filters: [
        { Name: 'instance-type', Values: ['m7?.*'] },
        { Name: 'vcpu-info.default-vcpus', Values: ['2'] },
        { Name: 'processor-info.supported-architecture', Values: ['arm64'] },
      ],
    }),
  );
  assert.deepEqual(
    few.map(({ InstanceType }) => InstanceType),
    ['m7g.large'],
  );
  assert.equal(
    await errorOf(client.send(new DescribeInstanceTypesCommand({ MaxResults: 101 }))),
    'InvalidParameterValue',
  );
});

test('a type that does not exist is named, unless an instance is declared to be of it', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  // The SDK lists the types it knows; this one came later.
  const later = 'r99g.2xlarge' as 't3.micro';
  const asking = new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.micro', later] });
  await assert.rejects(ec2.send(asking), {
    name: 'InvalidInstanceType',
    message: 'The following supplied instance types do not exist: [r99g.2xlarge]',
  });
  await on.put('instance', anInstance('later', { instanceType: later }));
  const { InstanceTypes: types = [] } = await ec2.send(asking);
  const presumed = types.find(({ InstanceType }) => InstanceType === later);
  assert.deepEqual(presumed?.ProcessorInfo?.SupportedArchitectures, ['arm64']);
  assert.deepEqual([presumed?.VCpuInfo?.DefaultVCpus, presumed?.MemoryInfo?.SizeInMiB], [8, 65_536]);
});

test('every zone of the Region offers every type', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { InstanceTypeOfferings: offerings = [] } = await ec2.send(
    new DescribeInstanceTypeOfferingsCommand({
      LocationType: 'availability-zone',
      Filters: [
        { Name: 'instance-type', Values: ['t3.micro'] },
        { Name: 'location', Values: ['us-east-1a', 'us-east-1f'] },
      ],
    }),
  );
  assert.deepEqual(offerings, [
    { InstanceType: 't3.micro', LocationType: 'availability-zone', Location: 'us-east-1a' },
    { InstanceType: 't3.micro', LocationType: 'availability-zone', Location: 'us-east-1f' },
  ]);
});

test('credits are as asked for or as the family has them, and of other types an error', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const [t2, t3, told, m5] = [
    anInstance('t2', { instanceType: 't2.micro' }),
    anInstance('t3'),
    anInstance('told', { instanceType: 't4g.small', controls: { cpuCredits: 'standard' } }),
    anInstance('m5', { instanceType: 'm5.large' }),
  ];
  for (const instance of [t2, t3, told, m5]) await on.put('instance', instance);
  const creditsOf = async (ids?: string[]): Promise<Readonly<Record<string, string | undefined>>> => {
    const asking = new DescribeInstanceCreditSpecificationsCommand(ids === undefined ? {} : { InstanceIds: ids });
    const { InstanceCreditSpecifications: all = [] } = await ec2.send(asking);
    return Object.fromEntries(all.map(({ InstanceId = '', CpuCredits }) => [InstanceId, CpuCredits]));
  };
  assert.deepEqual(await creditsOf([t2.id, t3.id, told.id]), {
    [t2.id]: 'standard',
    [t3.id]: 'unlimited',
    [told.id]: 'standard',
  });
  assert.deepEqual(await creditsOf(), { [t3.id]: 'unlimited' });
  assert.equal(await errorOf(creditsOf([m5.id])), 'InstanceCreditSpecification.NotSupported');
});
