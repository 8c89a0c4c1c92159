import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  boot,
  INSTANCE_ACTIONS,
  MAINTENANCE_CODES,
  settle,
  shutDown,
  SPOT_ACTIONS,
  TARGET_LIFECYCLE_STATES,
} from '#model';
import type { InstanceDeclaration, InstanceEvent } from '#model';
import { anEvent, aSpotInstance, MINUTE_MS, NOW } from './an-event.test-support.ts';
import { carryOut, enlist, nextDueMs, reschedule, withdraw } from './index.ts';
import type { EventRequest } from './index.ts';

/** What an instance goes through until nothing more is planned, or until `untilMs`. */
function lived(begun: InstanceDeclaration, untilMs = Infinity): readonly InstanceDeclaration[] {
  const states: InstanceDeclaration[] = [];
  let instance = begun;
  for (let due = nextDueMs(instance); due !== undefined && due <= untilMs; due = nextDueMs(instance)) {
    const next = carryOut(instance, due);
    assert.notEqual(next, instance, 'what is due leads on');
    states.push((instance = next));
  }
  return states;
}

function fired(request: EventRequest, instance = aSpotInstance('web')): InstanceDeclaration {
  return enlist(instance, anEvent(request));
}

const seen = ({ state = 'running', spotInterruption, rebalanceNoticeMs }: InstanceDeclaration): unknown => [
  state,
  spotInterruption?.action,
  rebalanceNoticeMs === undefined ? undefined : 'rebalance',
];

test('an interrupted instance goes through notice and shutdown to its end', () => {
  const states = lived(fired({ spotInterruption: { rebalanceBefore: '3m' } })).map(seen);
  assert.deepEqual(states, [
    ['running', undefined, 'rebalance'],
    ['running', 'terminate', 'rebalance'],
    ['shutting-down', 'terminate', 'rebalance'],
    ['terminated', undefined, undefined],
  ]);
});

test('an instance is interrupted as it declares, unless told otherwise; a hibernation begins with its notice', () => {
  const interrupted = (said: Partial<InstanceDeclaration>, request: EventRequest['spotInterruption'] = {}): unknown => {
    const instance = aSpotInstance('web', said);
    const [noticed, ...later] = lived(fired({ spotInterruption: request }, instance));
    const inMs = (noticed?.spotInterruption?.timeMs ?? 0) - NOW;
    return [noticed?.spotInterruption?.action, inMs, later.at(-1)?.state ?? noticed?.state];
  };
  assert.deepEqual(interrupted({}), ['terminate', 2 * MINUTE_MS, 'terminated']);
  assert.deepEqual(interrupted({ interruptionBehavior: 'stop' }), ['stop', 2 * MINUTE_MS, 'stopped']);
  assert.deepEqual(interrupted({ interruptionBehavior: 'hibernate' }), ['hibernate', 0, 'stopped']);
  assert.deepEqual(interrupted({ hibernationConfigured: true }), ['hibernate', 0, 'stopped']);
  const told = interrupted({ interruptionBehavior: 'stop' }, { action: 'terminate', notice: '1m' });
  assert.deepEqual(told, ['terminate', MINUTE_MS, 'terminated']);
});

test('a notice as the instance declares is taken back, also when it declares another by then', () => {
  const request = { spotInterruption: {} };
  const [noticed] = lived(fired(request, aSpotInstance('web', { interruptionBehavior: 'stop' })), NOW);
  assert.ok(noticed?.spotInterruption);
  const withdrawn = withdraw({ ...noticed, interruptionBehavior: 'hibernate' }, anEvent(request), NOW + 1);
  assert.deepEqual([withdrawn.spotInterruption, withdrawn.agenda], [undefined, undefined]);
});

test('a shutdown without length is seen nevertheless', () => {
  const states = lived(fired({ spotInterruption: { action: 'stop', notice: '0s', shutdown: '0s' } })).map(seen);
  assert.deepEqual(
    states.map((state) => (state as string[])[0]),
    ['stopping', 'stopped'],
  );
});

test('a notice names the time of the interruption', () => {
  const [noticed] = lived(fired({ in: '1m', spotInterruption: { notice: '30s' } }));
  assert.deepEqual(noticed?.spotInterruption, { action: 'terminate', timeMs: NOW + 90_000 });
});

test('whoever stops and starts an instance ahead of an interruption is spared it', () => {
  const [noticed] = lived(fired({ spotInterruption: {} }), NOW);
  assert.ok(noticed);
  const stopped = settle(shutDown(noticed, 'stop', 'Client.UserInitiatedShutdown', NOW + 1), NOW + 1);
  const last = lived(boot(stopped, NOW + 2)).at(-1);
  assert.equal(last?.state, 'running');
  assert.equal(last?.spotInterruption, undefined);
});

test('maintenance is announced, carried out and remembered', () => {
  for (const code of MAINTENANCE_CODES) {
    const [announced, ...later] = lived(fired({ maintenance: { code, notBefore: '10m', notAfter: '20m' } }));
    assert.equal(announced?.scheduledEvents?.[0]?.state, 'active');
    assert.equal(announced.scheduledEvents[0].code, code);
    const last = later.at(-1);
    assert.deepEqual(last?.scheduledEvents, []);
    assert.equal(last?.eventHistory?.[0]?.state, 'completed');
    const stops = code === 'instance-stop' || code === 'instance-retirement';
    assert.equal(last.state ?? 'running', stops ? 'stopped' : 'running');
  }
});

test('a start on another host does with what was scheduled because of the old one', () => {
  const [announced] = lived(fired({ maintenance: { code: 'instance-stop', notBefore: '10m' } }), NOW);
  assert.ok(announced);
  const stopped = settle(shutDown(announced, 'stop', 'Client.UserInitiatedShutdown', NOW + 1), NOW + 1);
  const started = boot(stopped, NOW + 2);
  assert.equal(started.eventHistory?.[0]?.state, 'completed');
  assert.equal(lived(started).at(-1)?.state, 'running', 'and it is not stopped again');
});

test('maintenance that was moved is carried out at its new time', () => {
  const [announced] = lived(fired({ maintenance: { code: 'instance-stop', notBefore: '10m' } }), NOW);
  const eventId = announced?.scheduledEvents?.[0]?.eventId;
  assert.ok(announced && eventId);
  const moved = reschedule(announced, eventId, NOW + 60 * MINUTE_MS, NOW + 1);
  assert.equal(moved.scheduledEvents?.[0]?.notBeforeMs, NOW + 60 * MINUTE_MS);
  assert.equal(nextDueMs(moved), NOW + 60 * MINUTE_MS);
  assert.equal(lived(moved).at(-1)?.state, 'stopped');
  assert.equal(reschedule(announced, 'instance-event-0', NOW, NOW), announced);
});

test('credentials are rotated once, even in the second of the launch', () => {
  const young = aSpotInstance('young', { launchTimeMs: NOW - 300 });
  const event = anEvent({ credentialRotation: true });
  const rotated = carryOut(enlist(young, event), NOW);
  assert.equal(rotated.credentialsSinceMs, NOW);
  assert.equal(carryOut(enlist(rotated, event), NOW + 1).credentialsSinceMs, NOW);
  const same = aSpotInstance('same', { launchTimeMs: NOW - 1, credentialsSinceMs: NOW - 1 });
  const late = carryOut(enlist(same, { ...event, atMs: NOW - 0.5 }), NOW);
  assert.equal(Math.floor((late.credentialsSinceMs ?? 0) / 1000), NOW / 1000);
});

const requests: fc.Arbitrary<EventRequest> = fc.oneof(
  fc.record({
    spotInterruption: fc.record({
      action: fc.constantFrom(...SPOT_ACTIONS),
      notice: fc.constantFrom('0s', '2m'),
      shutdown: fc.constantFrom('0s', '5s'),
      rebalanceBefore: fc.constantFrom('0s', '1m'),
    }),
  }),
  fc.constant<EventRequest>({ rebalanceRecommendation: true }),
  fc.record({
    maintenance: fc.record({ code: fc.constantFrom(...MAINTENANCE_CODES), notBefore: fc.constantFrom('0s', '1m') }),
  }),
  fc.constantFrom(...TARGET_LIFECYCLE_STATES).map((targetLifecycleState): EventRequest => ({ targetLifecycleState })),
  fc.constantFrom(...INSTANCE_ACTIONS).map((instanceAction): EventRequest => ({ instanceAction })),
);

const marks = ({
  spotInterruption,
  rebalanceNoticeMs,
  scheduledEvents = [],
  targetLifecycleState,
}: InstanceDeclaration) => ({
  spotInterruption,
  rebalanceNoticeMs,
  scheduledEvents,
  targetLifecycleState,
});

test('an event that is taken back leaves nothing to come, and nothing that shows', () => {
  fc.assert(
    fc.property(requests, fc.nat(5), (request, steps) => {
      const event = anEvent(request);
      const start = aSpotInstance('any');
      const states = [enlist(start, event), ...lived(enlist(start, event))];
      const reached = states[Math.min(steps, states.length - 1)];
      assert.ok(reached);
      const back = withdraw(reached, event, NOW);
      const last = lived(back).at(-1) ?? back;
      assert.equal(nextDueMs(last), undefined);
      assert.deepEqual(marks(last), marks(start));
      assert.ok(!['stopping', 'shutting-down'].includes(last.state ?? 'running'), 'nothing is left half way');
    }),
  );
});

test('events at once come to an end, whatever they are, in the order of time', () => {
  fc.assert(
    fc.property(fc.array(requests, { maxLength: 6 }), (asked) => {
      const events = asked.map((request, index): InstanceEvent => anEvent(request, `event-${index}`));
      const begun = events.reduce(enlist, aSpotInstance('busy'));
      const times: number[] = [];
      for (let instance = begun, due = nextDueMs(instance); due !== undefined; due = nextDueMs(instance)) {
        times.push(due);
        instance = carryOut(instance, due);
      }
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
      );
      const last = lived(begun).at(-1) ?? begun;
      assert.ok(!['stopping', 'shutting-down'].includes(last.state ?? 'running'));
    }),
  );
});
