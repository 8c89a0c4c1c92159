// Events as the programs see them that watch for them.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  EC2Client,
  ModifyInstanceEventStartTimeCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import type { EventRequest, EventView } from '#schedule';
import { aDaemon } from './a-daemon.test-support.ts';
import type { ADaemon } from './a-daemon.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';
import { TerminationHandler } from './termination-handler.test-support.ts';

const MINUTE_MS = 60_000;
const WEB = 'i-0123456789abcdef0';
const CONFIGURATION = `
roles: { app-role: { trust: ec2 } }
instances:
  - { id: ${WEB}, lifeCycle: spot, iamInstanceProfile: app-role, tags: { Name: web }, metadataOptions: { httpTokens: required } }
`;

for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = process.env['AWS_SHARED_CREDENTIALS_FILE'] = `${temporaryFolder()}/none`;

async function fire({ daemon }: ADaemon, request: EventRequest): Promise<EventView> {
  const fired = await daemon.events.fire(request, daemon.ready.account);
  assert.ok(fired.ok, fired.ok ? '' : fired.error.message);
  return fired.value;
}

/** It signs by the clock that is turned. */
function ec2Of({ daemon, nowMs }: ADaemon): EC2Client {
  const { api, credentials, region } = daemon.ready;
  const systemClockOffset = nowMs() - Date.now();
  return new EC2Client({
    endpoint: api.url,
    region,
    credentials: { ...credentials },
    systemClockOffset,
    maxAttempts: 1,
  });
}

async function stateOf(on: ADaemon): Promise<unknown> {
  const { Reservations } = await ec2Of(on).send(new DescribeInstancesCommand({ InstanceIds: [WEB] }));
  const instance = Reservations?.[0]?.Instances?.[0];
  return [instance?.State?.Name, instance?.StateReason?.Code];
}

/** As EC2 writes it, without a fraction. */
const iso = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

suite('a termination handler', () => {
  test('is told of a Spot interruption two minutes ahead, and then the instance is gone', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const handler = new TerminationHandler(on.url);
    assert.deepEqual(await handler.poll(), []);
    const interruptedAtMs = on.nowMs() + 5 * MINUTE_MS;
    await fire(on, { spotInterruption: { rebalanceBefore: '3m' } });
    assert.deepEqual(await handler.poll(), [{ kind: 'rebalance', atMs: Date.parse(iso(on.nowMs())) }]);
    await on.turn(3 * MINUTE_MS);
    const spot = { kind: 'spot terminate', atMs: Date.parse(iso(interruptedAtMs)) };
    assert.deepEqual(
      (await handler.poll()).find(({ kind }) => kind.startsWith('spot')),
      spot,
    );
    assert.equal(await handler.text('spot/'), 'instance-action\ntermination-time');
    assert.equal(await handler.text('spot/termination-time'), iso(interruptedAtMs));
    await on.turn(2 * MINUTE_MS);
    assert.deepEqual(await stateOf(on), ['shutting-down', 'Server.SpotInstanceTermination']);
    assert.equal(await handler.text('instance-id'), WEB, 'who shuts down can still ask');
    await on.turn(5000);
    assert.deepEqual(await stateOf(on), ['terminated', 'Server.SpotInstanceTermination']);
    await assert.rejects(handler.poll(), 'nobody answers for an instance that is gone');
  });

  test('is told of a stop and of a hibernation without a termination time', async (t) => {
    for (const action of ['stop', 'hibernate'] as const) {
      const on = await aDaemon(t, CONFIGURATION);
      const handler = new TerminationHandler(on.url);
      await fire(on, { spotInterruption: { action, notice: '2m' } });
      assert.deepEqual(
        (await handler.poll()).map(({ kind }) => kind),
        [`spot ${action}`],
      );
      assert.equal(await handler.text('spot/'), 'instance-action');
      assert.equal(await handler.text('spot/termination-time'), undefined);
      await on.turn(2 * MINUTE_MS);
      await on.turn(5000);
      assert.deepEqual(await stateOf(on), ['stopped', 'Server.SpotInstanceShutdown']);
    }
  });

  test('sees a notice vanish that is taken back, and the directory with it', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const handler = new TerminationHandler(on.url);
    const { id } = await fire(on, { spotInterruption: { rebalanceBefore: '0s' } });
    assert.equal((await handler.poll()).length, 2);
    assert.ok((await on.daemon.events.cancel(id, on.daemon.ready.account)).ok);
    assert.deepEqual(await handler.poll(), []);
    assert.equal(await handler.text('spot/'), undefined);
    assert.doesNotMatch((await handler.text('')) ?? '', /^spot\//m);
    assert.equal(await handler.text('events/'), 'maintenance/');
  });

  test('sees maintenance announced, done and remembered', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const handler = new TerminationHandler(on.url);
    const maintenance = { code: 'instance-stop', notBefore: '10m', notAfter: '1h', notBeforeDeadline: '7d' } as const;
    const dueMs = Date.parse(iso(on.nowMs() + 10 * MINUTE_MS));
    await fire(on, { maintenance });
    assert.deepEqual(await handler.poll(), [{ kind: 'instance-stop active', atMs: dueMs }]);
    const { InstanceStatuses } = await ec2Of(on).send(new DescribeInstanceStatusCommand({ InstanceIds: [WEB] }));
    const [event] = InstanceStatuses?.[0]?.Events ?? [];
    assert.equal(event?.Code, 'instance-stop');
    assert.match((await handler.text('events/maintenance/scheduled')) ?? '', new RegExp(`"${event.InstanceEventId}"`));
    await on.turn(10 * MINUTE_MS);
    assert.deepEqual(await stateOf(on), ['stopping', 'Server.ScheduledStop']);
    assert.equal(await handler.text('events/maintenance/scheduled'), '[]');
    const history = JSON.parse((await handler.text('events/maintenance/history')) ?? '') as Record<string, string>[];
    assert.deepEqual([history[0]?.['State'], history[0]?.['Description']], ['completed', '[Completed] scheduled stop']);
    await on.turn(5000);
    assert.deepEqual(await stateOf(on), ['stopped', 'Server.ScheduledStop']);
  });

  test('sees maintenance that is canceled in the history', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const handler = new TerminationHandler(on.url);
    const { id } = await fire(on, { maintenance: { code: 'system-reboot' } });
    assert.ok((await on.daemon.events.cancel(id, on.daemon.ready.account)).ok);
    assert.deepEqual(await handler.poll(), []);
    assert.match((await handler.text('events/maintenance/history')) ?? '', /"\[Canceled\] scheduled reboot"/);
  });

  test('is told of the state its Auto Scaling group wants', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const handler = new TerminationHandler(on.url);
    const { id } = await fire(on, { targetLifecycleState: 'InService' });
    assert.deepEqual(await handler.poll(), []);
    await fire(on, { in: '30s', targetLifecycleState: 'Terminated' });
    await on.turn(30_000);
    assert.deepEqual(
      (await handler.poll()).map(({ kind }) => kind),
      ['asg Terminated'],
    );
    const late = await on.daemon.events.cancel(id, on.daemon.ready.account);
    assert.ok(!late.ok && late.error.status === 409, 'what another event has set is not its to take back');
  });
});

suite('the JavaScript SDK', () => {
  test('reads the notice with its metadata client', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    const client = new MetadataService({ endpoint: on.url });
    await fire(on, { instanceAction: 'shutdown' });
    assert.equal(await client.request('/latest/meta-data/instance-action', {}), 'shutdown');
    await fire(on, { spotInterruption: { action: 'stop' } });
    const notice = await client.request('/latest/meta-data/spot/instance-action', {});
    assert.deepEqual(JSON.parse(notice), { action: 'stop', time: iso(on.nowMs() + 2 * MINUTE_MS) });
  });

  test('gets other credentials once they have been rotated, and the same until then', async (t) => {
    const on = await aDaemon(t, CONFIGURATION);
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = on.url;
    const provide = fromInstanceMetadata({ maxRetries: 0, timeout: 5000 });
    const before = await provide();
    assert.equal((await provide()).accessKeyId, before.accessKeyId);
    await fire(on, { in: '10s', credentialRotation: true });
    await on.turn(9999);
    assert.equal((await provide()).accessKeyId, before.accessKeyId);
    await on.turn(1);
    assert.notEqual((await provide()).accessKeyId, before.accessKeyId);
  });
});

test('maintenance is done when the AWS API has moved it to', async (t) => {
  const on = await aDaemon(t, CONFIGURATION);
  const maintenance = { code: 'instance-stop', notBefore: '10m', notBeforeDeadline: '7d' } as const;
  const { id } = await fire(on, { maintenance });
  const ec2 = ec2Of(on);
  const described = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [WEB] }));
  const InstanceEventId = described.InstanceStatuses?.[0]?.Events?.[0]?.InstanceEventId;
  const move = async (byMs: number, eventId = InstanceEventId): Promise<Date | undefined> => {
    const NotBefore = new Date(on.nowMs() + byMs);
    const moving = { InstanceId: WEB, InstanceEventId: eventId, NotBefore };
    return (await ec2.send(new ModifyInstanceEventStartTimeCommand(moving))).Event?.NotBefore;
  };
  await assert.rejects(move(30 * MINUTE_MS), /at least 60 minutes/);
  await assert.rejects(move(8 * 24 * 60 * MINUTE_MS), { name: 'InvalidInstanceEventStartTime' });
  await assert.rejects(move(120 * MINUTE_MS, 'instance-event-0'), { name: 'InvalidInstanceEventIDNotFound' });
  assert.equal((await move(120 * MINUTE_MS))?.getTime(), on.nowMs() + 120 * MINUTE_MS);
  await on.turn(60 * MINUTE_MS);
  assert.deepEqual(await stateOf(on), ['running', undefined]);
  await on.turn(60 * MINUTE_MS);
  assert.deepEqual(await stateOf(on), ['stopping', 'Server.ScheduledStop']);
  await on.turn(5000);
  const over = await ec2Of(on).send(
    new DescribeInstanceStatusCommand({ InstanceIds: [WEB], IncludeAllInstances: true }),
  );
  assert.equal(over.InstanceStatuses?.[0]?.Events?.[0]?.Description, '[Completed] scheduled stop');
  const view = on.daemon.events.get(id, on.daemon.ready.account);
  assert.ok(view.ok && view.value.state === 'completed');
});

test('an instance that its owner stops in time is spared the interruption', async (t) => {
  const on = await aDaemon(t, CONFIGURATION);
  await fire(on, { spotInterruption: {} });
  await ec2Of(on).send(new StopInstancesCommand({ InstanceIds: [WEB] }));
  await on.turn(10 * MINUTE_MS);
  assert.deepEqual(await stateOf(on), ['stopped', 'Client.UserInitiatedShutdown']);
});

test('a configuration fires its events when it is first read', async (t) => {
  const events = `
events:
  - { in: 1m, instances: [${WEB}], spotInterruption: { notice: 30s } }
  - { all: true, targetLifecycleState: InService }
`;
  const on = await aDaemon(t, `${CONFIGURATION}${events}`);
  const handler = new TerminationHandler(on.url);
  assert.equal(await handler.text('autoscaling/target-lifecycle-state'), 'InService');
  await on.turn(MINUTE_MS);
  assert.deepEqual(
    (await handler.poll()).map(({ kind }) => kind),
    ['spot terminate'],
  );
  const wrong = await openimds(['up', '--config', '/dev/stdin', '--ephemeral']);
  assert.equal(wrong.code, 2);
});

suite('the command line', async () => {
  const state = temporaryFolder();
  const running = await startOpenimds({ state, configuration: CONFIGURATION });
  const event = (...args: readonly string[]): ReturnType<typeof openimds> =>
    openimds(['event', ...args, '--state', state]);

  test('fires, shows, lists and cancels', async () => {
    const fired = await event(
      'maintenance',
      '--code',
      'system-reboot',
      '--not-before',
      '2h',
      '--tag',
      'Name=web',
      '--json',
    );
    assert.equal(fired.code, 0, fired.stderr);
    const { id, instances } = JSON.parse(fired.stdout.toString()) as EventView;
    assert.deepEqual(instances, [WEB]);
    const handler = new TerminationHandler(running.url);
    assert.deepEqual(
      (await handler.poll()).map(({ kind }) => kind),
      ['system-reboot active'],
    );
    assert.match((await event('list', '--only', 'in-progress')).stdout.toString(), new RegExp(`^${id}  maintenance`));
    assert.match((await event('cancel', id)).stdout.toString(), /canceled/);
    assert.match((await event('show', id)).stdout.toString(), /canceled/);
    assert.deepEqual(await handler.poll(), []);
  });

  test('carries an interruption out by the real clock', async () => {
    const fired = await event('spot-interruption', '--notice', '1s', '--shutdown', '0s', '--json');
    assert.equal(fired.code, 0, fired.stderr);
    const { id } = JSON.parse(fired.stdout.toString()) as EventView;
    let shown = '';
    while (!/completed/.test(shown)) {
      await delay(50);
      shown = (await event('show', id)).stdout.toString();
    }
    await assert.rejects(new TerminationHandler(running.url).poll());
  });

  test('says what is wrong and what would be right', async () => {
    const wrong = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await event(...args);
      return `${code} ${stderr}`;
    };
    assert.match(await wrong('rebalance', '--in', 'soon'), /^1 openimds: --in: expected a duration such as 200ms/);
    assert.match(await wrong('spot-interruption', '--notice', '1x'), /^1 openimds: --notice: expected a duration/);
    assert.match(
      await wrong('maintenance', '--code', 'system-reboot', '--not-before', '2h', '--not-after', '1h'),
      /: --not-after: is earlier than --not-before/,
    );
    assert.match(await wrong('rebalance', '--all', '--tag', 'a=b'), /expected one of --instance, --tag and --all/);
    assert.match(
      await wrong('rebalance', '--instance', 'i-0123456789abcdef1'),
      /^1 .*there is no instance i-0123456789abcdef1/,
    );
    assert.match(await wrong('rebalance', '--instance', WEB), /^1 .*is terminated/);
    assert.match(await wrong('lifecycle', 'InServce'), /^2 .*Allowed choices are Detached, InService/);
    assert.match(await wrong('maintenance'), /^2 .*--code/);
    assert.match(await wrong('rebalance', '--tag', 'web'), /^2 .*KEY=VALUE/);
    assert.match(await wrong('cancel', 'event-0'), /^1 .*there is no event event-0/);
  });

  test('says the flag by which On-Demand Instances are told too', async () => {
    const other = temporaryFolder();
    await startOpenimds({ state: other, configuration: `instances: [{ id: ${WEB} }]` });
    const rebalance = ['event', 'rebalance', '--state', other];
    assert.match((await openimds(rebalance)).stderr, /as a Spot Instance .*, or give --any-life-cycle \(Conflict/);
    assert.equal((await openimds([...rebalance, '--any-life-cycle'])).code, 0);
  });
});
