import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { entityWrite, Inventory } from '#aws-api';
import { realPlatform } from '#host';
import { BUILT_IN_METADATA_OPTIONS, deriveInstanceId, parseAccountId } from '#model';
import type { InstanceDeclaration, InstanceEvent } from '#model';
import { openMemoryRegistry } from '#registry';
import type { Change, Registry } from '#registry';
import type { EventRequest } from '#schedule';
import { ScheduledEvents } from './scheduled-events.ts';
import { Scheduler } from './scheduler.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const ACCOUNT = '123456789012';
const accountId = parseAccountId(ACCOUNT);

function aSpotInstance(seed: string, said: Partial<InstanceDeclaration> = {}): InstanceDeclaration {
  assert.ok(accountId.ok);
  return {
    id: deriveInstanceId(seed),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: NOW,
    revisedAtMs: NOW,
    lifeCycle: 'spot',
    tags: { Name: seed },
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...said,
  };
}

/** A scheduler over a registry with these instances, and a clock that is turned by hand. */
class Bench {
  readonly registry: Registry;
  readonly failures: string[] = [];
  readonly wakes: (number | undefined)[] = [];
  nowMs = NOW;

  private constructor(registry: Registry) {
    this.registry = registry;
  }

  static async over(instances: readonly InstanceDeclaration[], registry = openMemoryRegistry()): Promise<Bench> {
    const kept = await registry.commit(instances.map((instance) => entityWrite('instance', instance)));
    assert.ok(kept.ok);
    return new Bench(registry);
  }

  async start(t: TestContext): Promise<{ scheduler: Scheduler; events: ScheduledEvents; inventory: Inventory }> {
    const clock = { now: () => this.nowMs };
    const inventory = await Inventory.open(this.registry);
    const scheduler = await Scheduler.start({
      registry: this.registry,
      inventory,
      clock,
      alarm: () => ({ set: (atMs) => void this.wakes.push(atMs) }),
      failed: (reason) => void this.failures.push(reason),
    });
    t.after(async () => {
      await scheduler.close();
      await inventory.close();
      assert.deepEqual(this.failures, []);
    });
    const settled = (): Promise<void> => scheduler.nudge();
    const between: Scheduler['between'] = (work) => scheduler.between(work);
    const { random } = realPlatform();
    return { scheduler, events: new ScheduledEvents({ inventory, clock, random, settled, between }), inventory };
  }

  /** The states that instances go through from now on, with their names. */
  states(): string[] {
    const seen: string[] = [];
    this.registry.watch((changes) => seen.push(...changes.flatMap(stateOf)));
    return seen;
  }
}

function stateOf({ kind, body }: Change): readonly string[] {
  if (kind !== 'instance' || body === undefined) return [];
  const { tags, state = 'running', spotInterruption } = JSON.parse(body) as InstanceDeclaration;
  return [`${tags?.['Name']} ${state}${spotInterruption === undefined ? '' : ' noticed'}`];
}

async function fire(events: ScheduledEvents, request: EventRequest): Promise<string> {
  const fired = await events.fire(request, ACCOUNT);
  assert.ok(fired.ok, fired.ok ? '' : fired.error.message);
  return fired.value.id;
}

async function refusal(events: ScheduledEvents, request: EventRequest): Promise<string> {
  const fired = await events.fire(request, ACCOUNT);
  return fired.ok ? '' : `${fired.error.status} ${fired.error.message}`;
}

test('an event happens step by step as the clock is turned', async (t) => {
  const bench = await Bench.over([aSpotInstance('web')]);
  const { scheduler, events } = await bench.start(t);
  const states = bench.states();
  const id = await fire(events, { spotInterruption: {} });
  assert.deepEqual(states, ['web running noticed']);
  assert.equal(bench.wakes.at(-1), NOW + 2 * MINUTE_MS, 'the alarm is set for what comes next');
  bench.nowMs += 2 * MINUTE_MS - 1;
  await scheduler.nudge();
  assert.equal(states.length, 1);
  bench.nowMs += 1;
  await scheduler.nudge();
  assert.equal(states.at(-1), 'web shutting-down noticed');
  bench.nowMs += 5000;
  await scheduler.nudge();
  assert.equal(states.at(-1), 'web terminated');
  const view = events.get(id, ACCOUNT);
  assert.ok(view.ok);
  assert.equal(view.value.state, 'completed');
  assert.equal(bench.wakes.at(-1), undefined);
});

test('a clock that jumps over several events carries them out in the order of time', async (t) => {
  const bench = await Bench.over([aSpotInstance('web'), aSpotInstance('db')]);
  const { scheduler, events } = await bench.start(t);
  await fire(events, { in: '3m', tags: { Name: 'web' }, spotInterruption: { action: 'stop', notice: '2m' } });
  await fire(events, { in: '1m', tags: { Name: 'db' }, spotInterruption: { notice: '3m' } });
  const states = bench.states();
  bench.nowMs += 60 * MINUTE_MS;
  await scheduler.nudge();
  assert.deepEqual(states, [
    'db running noticed',
    'web running noticed',
    'db shutting-down noticed',
    'db terminated',
    'web stopping noticed',
    'web stopped',
  ]);
});

test('what fell due while nobody was there is made up for at the start', async (t) => {
  const bench = await Bench.over([aSpotInstance('web')]);
  const { scheduler, events } = await bench.start(t);
  await fire(events, { in: '1m', spotInterruption: { notice: '1m' } });
  await scheduler.close();
  const states = bench.states();
  bench.nowMs += 10 * MINUTE_MS;
  await bench.start(t);
  assert.deepEqual(states, ['web running noticed', 'web shutting-down noticed', 'web terminated']);
});

test('who is interrupted while an event begins goes on where it was', async (t) => {
  const [web, db] = [aSpotInstance('web'), aSpotInstance('db')];
  const bench = await Bench.over([web, db]);
  const request = { all: true, maintenance: { code: 'system-maintenance', notBefore: '0s' } } as const;
  const { events, inventory, scheduler } = await bench.start(t);
  const id = await fire(events, request);
  const begun = inventory.get('instance-event', id);
  assert.ok(begun);
  await scheduler.close();
  const halfway: InstanceEvent = { ...begun, state: 'beginning' };
  // One of them knows of it already, the other does not.
  const kept = await bench.registry.commit([entityWrite('instance-event', halfway), entityWrite('instance', db)]);
  assert.ok(kept.ok);
  const again = await bench.start(t);
  for (const instance of [web, db]) {
    assert.equal(again.inventory.get('instance', instance.id)?.eventHistory?.length, 1);
  }
  assert.equal(again.inventory.get('instance-event', id)?.state, 'begun');
});

test('two schedulers over one registry take each step once', async (t) => {
  const bench = await Bench.over(['a', 'b', 'c'].map((name) => aSpotInstance(name)));
  const [one, other] = [await bench.start(t), await bench.start(t)];
  const states = bench.states();
  await fire(one.events, { all: true, spotInterruption: { notice: '1m' } });
  for (let step = 0; step < 3; step++) {
    bench.nowMs += 30_000;
    await Promise.all([one.scheduler.nudge(), other.scheduler.nudge()]);
  }
  for (const name of ['a', 'b', 'c']) {
    const own = states.filter((state) => state.startsWith(name));
    assert.deepEqual(own, [`${name} running noticed`, `${name} shutting-down noticed`, `${name} terminated`]);
  }
});

test('instances are chosen when the event begins, and those it cannot befall are left out', async (t) => {
  const bench = await Bench.over([aSpotInstance('web'), aSpotInstance('demand', { lifeCycle: 'on-demand' })]);
  const { scheduler, events, inventory } = await bench.start(t);
  const id = await fire(events, { in: '1m', all: true, rebalanceRecommendation: true });
  const late = aSpotInstance('late');
  assert.ok((await bench.registry.commit([entityWrite('instance', late)])).ok);
  bench.nowMs += MINUTE_MS;
  await scheduler.nudge();
  assert.deepEqual(inventory.get('instance-event', id)?.instanceIds, [deriveInstanceId('web'), late.id]);
  const nobody = await fire(events, { in: '1m', tags: { Name: 'nobody' }, credentialRotation: true });
  bench.nowMs += MINUTE_MS;
  await scheduler.nudge();
  const view = events.get(nobody, ACCOUNT);
  assert.ok(view.ok);
  assert.deepEqual([view.value.state, view.value.reason], ['failed', 'there was no instance it could befall']);
});

test('an event is taken back before it begins and while it is under way, and not afterwards', async (t) => {
  const bench = await Bench.over([aSpotInstance('web')]);
  const { scheduler, events, inventory } = await bench.start(t);
  const state = async (id: string): Promise<string> => {
    const canceled = await events.cancel(id, ACCOUNT);
    return canceled.ok ? canceled.value.state : `${canceled.error.status} ${canceled.error.message}`;
  };
  const waiting = await fire(events, { in: '1m', credentialRotation: true });
  assert.equal(await state(waiting), 'canceled');
  assert.match(await state(waiting), /^409 .* is canceled already/);
  const noticed = await fire(events, { spotInterruption: {} });
  assert.equal(await state(noticed), 'canceled');
  assert.equal(inventory.get('instance', deriveInstanceId('web'))?.spotInterruption, undefined);
  bench.nowMs += 10 * MINUTE_MS;
  await scheduler.nudge();
  assert.equal(inventory.get('instance', deriveInstanceId('web'))?.state ?? 'running', 'running');
  const rotated = await fire(events, { credentialRotation: true });
  assert.match(await state(rotated), /^409 .* nothing of it is left to take back/);
  assert.match(await state('event-0'), /^404 /);
});

test('what cannot happen is refused, and changes nothing', async (t) => {
  const gone = aSpotInstance('gone', { state: 'terminated' });
  const demand = aSpotInstance('demand', { lifeCycle: 'on-demand' });
  const bench = await Bench.over([gone, demand, aSpotInstance('halted', { state: 'stopped' })]);
  const { events } = await bench.start(t);
  const states = bench.states();
  const spot = { spotInterruption: {} };
  assert.match(
    await refusal(events, { ...spot, instances: ['i-0123456789abcdef0'] }),
    /^404 there is no instance i-0123/,
  );
  assert.match(await refusal(events, { ...spot, instances: [gone.id] }), /^409 i-\w+ is terminated/);
  assert.match(
    await refusal(events, { ...spot, instances: [demand.id] }),
    /^409 i-\w+ is on-demand, .* Spot Instances only/,
  );
  assert.match(
    await refusal(events, { ...spot, tags: { Name: 'halted' } }),
    /^409 i-\w+ is stopped; it must be running/,
  );
  assert.match(await refusal(events, { ...spot, tags: { Name: 'nobody' } }), /^404 no instance matches/);
  assert.match(await refusal(events, spot), /^400 expected one of instances, tags and all: there are 2/);
  assert.match(await refusal(events, { ...spot, all: true, at: '2020-01-01T00:00:00Z' }), /^400 at: is in the past/);
  assert.deepEqual(states, []);
  assert.deepEqual(events.list(ACCOUNT), []);
  assert.equal(await refusal(events, { ...spot, instances: [demand.id], anyLifeCycle: true }), '');
});

test('events of one account befall no instance of another', async (t) => {
  const bench = await Bench.over([aSpotInstance('web')]);
  const { events } = await bench.start(t);
  const elsewhere = await events.fire({ all: true, credentialRotation: true }, '999999999999');
  assert.ok(!elsewhere.ok && elsewhere.error.status === 404);
  const id = await fire(events, { credentialRotation: true });
  assert.ok(!events.get(id, '999999999999').ok);
});
