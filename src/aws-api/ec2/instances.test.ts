import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  DescribeRegionsCommand,
  EC2Client,
  paginateDescribeInstances,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Filter, Instance } from '@aws-sdk/client-ec2';
import type { InstanceDeclaration } from '#model';
import { anApi, anInstance, errorOf, REGION } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const HOUR_MS = 3_600_000;
const REACHED = { region: REGION, maxAttempts: 1 };

async function described(ec2: EC2Client, ...Filters: Filter[]): Promise<readonly Instance[]> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

test('an instance is shown as it was declared', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const networkInterfaces = [
    { privateIpv4s: ['10.0.0.5'], publicAddresses: [{ publicIpv4: '203.0.113.25' }], ipv6s: ['2001:db8::5'] },
  ];
  await on.put(
    'instance',
    anInstance('shown', { instanceType: 'c7g.large', tags: { Name: 'web' }, networkInterfaces }),
  );
  const [instance] = await described(ec2);
  assert.equal(instance?.InstanceId, anInstance('shown').id);
  assert.equal(instance.InstanceType, 'c7g.large');
  assert.equal(instance.Architecture, 'arm64');
  assert.deepEqual(instance.State, { Code: 16, Name: 'running' });
  assert.deepEqual(instance.LaunchTime, new Date(1_700_000_000_000));
  assert.deepEqual(instance.Tags, [{ Key: 'Name', Value: 'web' }]);
  assert.equal(instance.PrivateIpAddress, '10.0.0.5');
  assert.equal(instance.PublicIpAddress, '203.0.113.25');
  assert.equal(instance.PublicDnsName, 'ec2-203-0-113-25.compute-1.amazonaws.com');
  assert.equal(instance.NetworkInterfaces?.[0]?.Ipv6Addresses?.[0]?.Ipv6Address, '2001:db8::5');
  assert.equal(instance.BlockDeviceMappings?.[0]?.DeviceName, '/dev/xvda');
});

test('filters are joined, their values are alternatives, and wildcards count', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const more: Readonly<Record<string, Partial<InstanceDeclaration>>> = {
    web1: { tags: { Name: 'web-1', Stage: 'prod' }, instanceType: 'm5.large' },
    web2: { tags: { Name: 'web-2' }, state: 'stopped' },
    star: { tags: { Name: 'a*b' } },
  };
  for (const [seed, said] of Object.entries(more)) await on.put('instance', anInstance(seed, said));
  const names = async (...filters: Filter[]): Promise<unknown> =>
    (await described(ec2, ...filters)).map(({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value);
  assert.deepEqual(await names({ Name: 'tag:Name', Values: ['web-?'] }), ['web-1', 'web-2']);
  assert.deepEqual(await names({ Name: 'tag:Name', Values: ['a\\*b', 'web-1'] }), ['web-1', 'a*b']);
  assert.deepEqual(await names({ Name: 'tag-key', Values: ['Stage'] }), ['web-1']);
  const web = { Name: 'tag:Name', Values: ['web*'] };
  assert.deepEqual(await names(web, { Name: 'instance-state-name', Values: ['stopped'] }), ['web-2']);
  assert.deepEqual(await names({ Name: 'instance-state-code', Values: ['16'] }), ['web-1', 'a*b']);
  assert.deepEqual(await names({ Name: 'instance-type', Values: ['m5.*'] }), ['web-1']);
  assert.deepEqual(await names({ Name: 'metadata-options.http-tokens', Values: ['required'] }), []);
  assert.deepEqual(await names({ Name: 'metadata-options.http-put-response-hop-limit', Values: ['1'] }), [
    'web-1',
    'web-2',
    'a*b',
  ]);
  assert.deepEqual(await names({ Name: 'tag:Name', Values: ['web.1', 'WEB-1'] }), []);
  assert.deepEqual(await names({ Name: 'platform', Values: ['windows'] }), []);
  assert.deepEqual(await names({ Name: 'spot-instance-request-id', Values: ['*'] }), []);
  assert.deepEqual(await names(web, { Name: 'ena-support', Values: ['true'] }), ['web-1', 'web-2']);
  const stars = { Name: 'tag:Name', Values: [`${'*a'.repeat(60)}*c`] };
  await on.put('instance', anInstance('long', { tags: { Name: 'a'.repeat(250) } }));
  assert.deepEqual(await names(stars), []);
  assert.equal(await errorOf(described(ec2, { Name: 'colour', Values: ['red'] })), 'InvalidParameterValue');
  assert.equal(await errorOf(described(ec2, { Name: 'constructor', Values: ['x'] })), 'InvalidParameterValue');
});

test('pages hold every instance once, also when one goes in between', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  for (let number = 0; number < 23; number++) await on.put('instance', anInstance(`page${number}`));
  const seen: (string | undefined)[] = [];
  let pages = 0;
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 10 }, {})) {
    seen.push(
      ...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId)),
    );
    if (pages++ === 0) await on.registry.commit([{ kind: 'instance', id: anInstance('page3').id, body: undefined }]);
  }
  assert.equal(pages, 3);
  assert.deepEqual(
    seen,
    Array.from({ length: 23 }, (_, number) => anInstance(`page${number}`).id),
  );
  const wrong = { MaxResults: 5, NextToken: 'bm9uZQ' };
  assert.equal(await errorOf(ec2.send(new DescribeInstancesCommand(wrong))), 'InvalidParameterValue');
  assert.equal(await errorOf(ec2.send(new DescribeInstancesCommand({ MaxResults: 4 }))), 'InvalidParameterValue');
  const both = { MaxResults: 5, InstanceIds: [anInstance('page1').id] };
  assert.equal(await errorOf(ec2.send(new DescribeInstancesCommand(both))), 'InvalidParameterCombination');
});

test('ids that do not exist are all named', async (t) => {
  const on = await anApi(t);
  const [one, two] = [anInstance('x').id, anInstance('y').id];
  const describe = new DescribeInstancesCommand({ InstanceIds: [one, two] });
  const message = `The instance IDs '${one}, ${two}' do not exist`;
  await assert.rejects(on.clients().ec2.send(describe), { name: 'InvalidInstanceID.NotFound', message });
});

test('a stop and a start give another boot, and each says what it goes through', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const instance = anInstance('cycle', { credentialsSinceMs: 1_700_000_000_000 });
  const InstanceIds = [instance.id];
  await on.put('instance', instance);
  const stopped = await ec2.send(new StopInstancesCommand({ InstanceIds }));
  assert.deepEqual(stopped.StoppingInstances, [
    {
      InstanceId: instance.id,
      PreviousState: { Code: 16, Name: 'running' },
      CurrentState: { Code: 64, Name: 'stopping' },
    },
  ]);
  assert.equal((await described(ec2))[0]?.State?.Name, 'stopped');
  assert.equal(await errorOf(ec2.send(new RebootInstancesCommand({ InstanceIds }))), 'IncorrectInstanceState');
  const again = await ec2.send(new StopInstancesCommand({ InstanceIds }));
  assert.equal(again.StoppingInstances?.[0]?.CurrentState?.Name, 'stopped');
  const started = await ec2.send(new StartInstancesCommand({ InstanceIds }));
  assert.equal(started.StartingInstances?.[0]?.CurrentState?.Name, 'pending');
  const kept = await kindOf(on, instance.id);
  assert.equal(kept.state, 'running');
  assert.ok(kept.launchTimeMs > instance.launchTimeMs);
  assert.equal(kept.credentialsSinceMs, undefined);
  assert.equal(await errorOf(ec2.send(new RebootInstancesCommand({ InstanceIds }))), undefined);
});

async function kindOf(on: AnApi, id: string): Promise<InstanceDeclaration> {
  const change = (await on.registry.read(0)).find((each) => each.kind === 'instance' && each.id === id);
  return JSON.parse(change?.body ?? '{}');
}

test('a terminated instance cannot come back, and is seen for an hour', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { id } = anInstance('end');
  const InstanceIds = [id];
  await on.put('instance', anInstance('end'));
  const terminated = await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  assert.equal(terminated.TerminatingInstances?.[0]?.CurrentState?.Name, 'shutting-down');
  assert.equal(await errorOf(ec2.send(new StartInstancesCommand({ InstanceIds }))), 'IncorrectInstanceState');
  assert.equal(await errorOf(ec2.send(new StopInstancesCommand({ InstanceIds }))), 'IncorrectInstanceState');
  assert.equal(await errorOf(ec2.send(new TerminateInstancesCommand({ InstanceIds }))), undefined);
  const [shown] = await described(ec2);
  assert.deepEqual([shown?.State?.Name, shown?.PrivateIpAddress], ['terminated', undefined]);
  on.turn(HOUR_MS);
  const later = new EC2Client({ ...REACHED, endpoint: on.api.url, credentials: on.root, systemClockOffset: HOUR_MS });
  assert.deepEqual(await described(later), []);
});

test('an instance hibernates only if it was launched to, and says so', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('awake'));
  await on.put('instance', anInstance('bear', { hibernationConfigured: true }));
  const hibernate = (seed: string): Promise<unknown> =>
    ec2.send(new StopInstancesCommand({ InstanceIds: [anInstance(seed).id], Hibernate: true }));
  assert.equal(await errorOf(hibernate('awake')), 'UnsupportedHibernationConfiguration');
  await hibernate('bear');
  const [awake, bear] = await described(ec2);
  assert.deepEqual([awake?.State?.Name, bear?.State?.Name], ['running', 'stopped']);
  assert.equal(bear?.StateReason?.Code, 'Client.UserInitiatedHibernate');
});

test('of several instances none changes if one cannot', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  await on.put('instance', anInstance('fit'));
  await on.put('instance', anInstance('unfit', { state: 'terminated', revisedAtMs: on.nowMs() }));
  const InstanceIds = [anInstance('fit').id, anInstance('unfit').id];
  assert.equal(await errorOf(ec2.send(new StopInstancesCommand({ InstanceIds }))), 'IncorrectInstanceState');
  assert.equal((await described(ec2))[0]?.State?.Name, 'running');
});

test('statuses are of running instances unless all are asked for', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const scheduledEvents = [
    {
      eventId: 'instance-event-1',
      code: 'system-reboot',
      description: 'The instance is scheduled for a reboot',
      state: 'active',
      notBeforeMs: 1_700_000_000_000,
      notAfterMs: undefined,
      notBeforeDeadlineMs: undefined,
    },
  ] as const;
  await on.put('instance', anInstance('up', { scheduledEvents }));
  await on.put('instance', anInstance('down', { state: 'stopped' }));
  const { InstanceStatuses = [] } = await ec2.send(new DescribeInstanceStatusCommand({}));
  assert.equal(InstanceStatuses.length, 1);
  assert.equal(InstanceStatuses[0]?.InstanceStatus?.Status, 'ok');
  assert.deepEqual(InstanceStatuses[0].Events?.[0]?.NotBefore, new Date(1_700_000_000_000));
  const all = await ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances: true }));
  assert.deepEqual(
    all.InstanceStatuses?.map(({ SystemStatus }) => SystemStatus?.Status),
    ['ok', 'not-applicable'],
  );
});

test('Regions and zones are those of the partition and the Region called', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({}));
  assert.ok(Regions.some(({ RegionName }) => RegionName === 'us-east-1'));
  assert.ok(!Regions.some(({ RegionName = '' }) => RegionName.startsWith('cn-')));
  const named = await ec2.send(new DescribeRegionsCommand({ RegionNames: ['eu-west-1'] }));
  assert.deepEqual(named.Regions, [
    { RegionName: 'eu-west-1', Endpoint: 'ec2.eu-west-1.amazonaws.com', OptInStatus: 'opt-in-not-required' },
  ]);
  const unknown = new DescribeRegionsCommand({ RegionNames: ['mars-north-1'] });
  assert.equal(await errorOf(ec2.send(unknown)), 'InvalidParameterValue');
  const zones = await on.clients(on.root, 'eu-west-1').ec2.send(new DescribeAvailabilityZonesCommand({}));
  assert.deepEqual(
    zones.AvailabilityZones?.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId]),
    [
      ['eu-west-1a', 'euw1-az1'],
      ['eu-west-1b', 'euw1-az2'],
      ['eu-west-1c', 'euw1-az3'],
    ],
  );
});
