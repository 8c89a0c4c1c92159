import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, ok } from '#base';
import { anInstance, aRequest, HandTurnedClock, LAUNCHED } from './an-instance.test-support.ts';
import type { Credentials, IssueFailure, IssueResult, SessionRequest } from './credentials.ts';
import { KeptSessions } from './kept-sessions.ts';
import type { KeptSessionsOptions, Lookup, SavedSession } from './kept-sessions.ts';
import { refreshAhead } from './refresh-window.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DOWN: IssueFailure = { code: 'ConnectionError', message: 'the issuer is down' };

/** An issuer that can be taken down, counts what it is asked, and answers only when told to where `held` is set. */
class FakeIssuer {
  readonly kind = 'remote';
  readonly asked: SessionRequest[] = [];
  readonly clock: HandTurnedClock;
  down = false;
  lifetimeMs = HOUR;
  held: (() => void)[] | undefined;

  constructor(clock: HandTurnedClock) {
    this.clock = clock;
  }

  async issue(request: SessionRequest): Promise<IssueResult> {
    this.asked.push(request);
    const number = this.asked.length;
    const held = this.held;
    if (held !== undefined) await new Promise<void>((resolve) => held.push(resolve));
    return this.down ? err(DOWN) : ok(this.#credentials(number));
  }

  #credentials(number: number): Credentials {
    const issuedAtMs = this.clock.now();
    const expiresAtMs = issuedAtMs + this.lifetimeMs;
    return {
      accessKeyId: `ASIA${number}`,
      secretAccessKey: 'secret',
      sessionToken: 'token',
      issuedAtMs,
      refreshAtMs: refreshAhead('', issuedAtMs, expiresAtMs),
      expiresAtMs,
      accountId: undefined,
    };
  }
}

function world(options: Partial<KeptSessionsOptions> = {}, saved: readonly SavedSession[] = []) {
  const clock = new HandTurnedClock();
  const issuer = new FakeIssuer(clock);
  const failures: IssueFailure[] = [];
  const kept = new KeptSessions(
    {
      clock,
      sessionsMax: 100,
      issuesMax: 100,
      save: () => undefined,
      failed: (failure) => void failures.push(failure),
      ...options,
    },
    saved,
  );
  const lookUp = (request: SessionRequest = aRequest()): Lookup | Promise<Lookup> => kept.lookUp(request, issuer);
  return { clock, issuer, failures, kept, lookUp };
}

/** Lets every answer that is due arrive. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function keyIdOf(lookup: Lookup | Promise<Lookup>): string {
  assert.ok(!(lookup instanceof Promise) && lookup.kind === 'session');
  return lookup.credentials.accessKeyId;
}

function otherInstance(number: number): SessionRequest {
  const id = `i-${String(number).padStart(17, '0')}` as never;
  return aRequest({ instance: anInstance({ id }) });
}

test('the first read waits for the issuer, the next ones are served at once until the refresh', async () => {
  const { clock, issuer, lookUp } = world();
  const first = await lookUp();
  assert.ok(first.kind === 'session');
  assert.equal(first.recheckAtMs, first.credentials.refreshAtMs);
  clock.nowMs = first.recheckAtMs - 1;
  assert.deepEqual(lookUp(), first);
  assert.equal(issuer.asked.length, 1);
});

test('however many ask, one request is under way for a session', async () => {
  const { issuer, lookUp } = world();
  const lookups = await Promise.all([lookUp(), lookUp(), lookUp()]);
  assert.deepEqual(lookups.map(keyIdOf), ['ASIA1', 'ASIA1', 'ASIA1']);
  assert.equal(issuer.asked.length, 1);
});

test('requests without and with a token get sessions of their own', async () => {
  const { issuer, lookUp } = world();
  await Promise.all([lookUp(aRequest({ delivery: '1.0' })), lookUp(aRequest({ delivery: '2.0' }))]);
  assert.deepEqual(
    issuer.asked.map(({ delivery }) => delivery),
    ['1.0', '2.0'],
  );
});

test('at the refresh the old credentials are served while the new ones are fetched', async () => {
  const { clock, issuer, lookUp } = world();
  const first = await lookUp();
  clock.nowMs = first.recheckAtMs;
  const during = lookUp();
  assert.equal(keyIdOf(during), 'ASIA1');
  assert.ok(!(during instanceof Promise) && during.recheckAtMs === clock.nowMs + SECOND);
  await settled();
  assert.equal(keyIdOf(lookUp()), 'ASIA2');
  assert.equal(issuer.asked.length, 2);
});

test('with the issuer down, valid credentials are served to their last millisecond, then none', async () => {
  const { clock, issuer, failures, lookUp } = world();
  const first = await lookUp();
  assert.ok(first.kind === 'session');
  issuer.down = true;
  const { expiresAtMs } = first.credentials;
  for (clock.nowMs = first.recheckAtMs; clock.nowMs < expiresAtMs; clock.turn(7 * SECOND)) {
    const lookup = lookUp();
    assert.equal(keyIdOf(lookup), 'ASIA1');
    assert.ok(!(lookup instanceof Promise) && lookup.recheckAtMs > clock.nowMs && lookup.recheckAtMs <= expiresAtMs);
    await settled();
  }
  clock.nowMs = expiresAtMs;
  assert.equal((await lookUp()).kind, 'failed');
  assert.ok(failures.length > 5 && failures.every((failure) => failure === DOWN));
});

test('when the issuer is back, it is asked at the next retry, at most a minute later', async () => {
  const { clock, issuer, lookUp } = world();
  const first = await lookUp();
  issuer.down = true;
  for (clock.nowMs = first.recheckAtMs; clock.nowMs < first.recheckAtMs + 10 * MINUTE; clock.turn(SECOND)) {
    void lookUp();
    await settled();
  }
  issuer.down = false;
  clock.turn(MINUTE);
  void lookUp();
  await settled();
  assert.notEqual(keyIdOf(lookUp()), 'ASIA1');
});

test('failures are retried later and later, up to a minute', async () => {
  const { clock, issuer, lookUp } = world();
  issuer.down = true;
  const pauses: number[] = [];
  for (let round = 0; round < 12; round++) {
    const lookup = await lookUp();
    assert.ok(lookup.kind === 'failed');
    pauses.push(lookup.recheckAtMs - clock.nowMs);
    clock.nowMs = lookup.recheckAtMs - 1;
    assert.deepEqual(lookUp(), lookup);
    clock.nowMs = lookup.recheckAtMs;
  }
  assert.equal(issuer.asked.length, 12);
  for (const [index, pause] of pauses.entries()) {
    const longest = Math.min(2 ** (index + 1) * SECOND, MINUTE);
    assert.ok(pause >= longest / 2 && pause <= longest, `pause ${index} is ${pause} ms`);
  }
});

test('an issuer that throws is a failure like any other', async () => {
  const { failures, kept } = world();
  const lookup = await kept.lookUp(aRequest(), {
    kind: 'remote',
    issue: () => Promise.reject(new Error('SECRET')),
  });
  assert.ok(lookup.kind === 'failed');
  assert.equal(lookup.failure.code, 'InternalFailure');
  assert.doesNotMatch(JSON.stringify(failures), /SECRET/);
});

test('a rotation that is asked for replaces fresh credentials, and the old ones serve until then', async () => {
  const { clock, issuer, lookUp } = world();
  await lookUp();
  clock.turn(MINUTE);
  const rotated = aRequest({ instance: anInstance({ credentialsSinceMs: clock.nowMs }) });
  assert.equal(keyIdOf(lookUp(rotated)), 'ASIA1');
  await settled();
  assert.equal(keyIdOf(lookUp(rotated)), 'ASIA2');
  assert.equal(issuer.asked.length, 2);
});

test('a rotation while the issuer is down is retried, not forgotten', async () => {
  const { clock, issuer, lookUp } = world();
  await lookUp();
  issuer.down = true;
  const rotated = aRequest({ instance: anInstance({ credentialsSinceMs: LAUNCHED + 1 }) });
  void lookUp(rotated);
  await settled();
  const lookup = lookUp(rotated);
  assert.ok(!(lookup instanceof Promise) && lookup.recheckAtMs <= clock.nowMs + 2 * SECOND);
  issuer.down = false;
  clock.nowMs = lookup.recheckAtMs;
  void lookUp(rotated);
  await settled();
  assert.equal(keyIdOf(lookUp(rotated)), 'ASIA3');
});

test('a new role is not served with the credentials of the old one', async () => {
  const { issuer, lookUp } = world();
  await lookUp();
  const role = { ...aRequest().role, arn: 'arn:aws:iam::123456789012:role/other' };
  const lookup = lookUp(aRequest({ role }));
  assert.ok(lookup instanceof Promise);
  assert.equal(keyIdOf(await lookup), 'ASIA2');
  assert.equal(issuer.asked.length, 2);
});

test('only the sessions used last are remembered', async () => {
  const { issuer, lookUp } = world({ sessionsMax: 3 });
  for (const number of [1, 2, 3, 1, 4]) await lookUp(otherInstance(number));
  assert.equal(issuer.asked.length, 4);
  assert.equal(keyIdOf(lookUp(otherInstance(1))), 'ASIA1');
  assert.ok(lookUp(otherInstance(2)) instanceof Promise);
});

test('issuers are not asked more at a time than told, and the others wait their turn', async () => {
  const { issuer, lookUp } = world({ issuesMax: 2 });
  issuer.held = [];
  const lookups = [1, 2, 3, 4, 5].map(async (number) => lookUp(otherInstance(number)));
  let done = 0;
  while (done < 5) {
    await settled();
    assert.equal(issuer.asked.length, Math.min(done + 2, 5));
    issuer.held[done]?.();
    done += 1;
  }
  assert.ok((await Promise.all(lookups)).every(({ kind }) => kind === 'session'));
});

test('beyond the most requests under way a new one is turned away for a second', async () => {
  const { clock, issuer, lookUp } = world({ sessionsMax: 2 });
  issuer.held = [];
  const waiting = [1, 2].map(async (number) => lookUp(otherInstance(number)));
  const turnedAway = lookUp(otherInstance(3));
  assert.ok(!(turnedAway instanceof Promise) && turnedAway.kind === 'failed');
  assert.deepEqual([turnedAway.failure.code, turnedAway.recheckAtMs], ['Throttling', clock.nowMs + SECOND]);
  await settled();
  for (const answer of issuer.held) answer();
  await Promise.all(waiting);
});

test('what was saved serves a start with the issuer down, until it expires', async () => {
  const saved: SavedSession[] = [];
  const before = world({ save: (session) => void saved.push(session) });
  await before.lookUp();
  await settled();
  const after = world({}, JSON.parse(JSON.stringify(saved)) as readonly SavedSession[]);
  after.issuer.down = true;
  assert.equal(keyIdOf(after.lookUp()), 'ASIA1');
  after.clock.turn(45 * MINUTE);
  assert.equal(keyIdOf(after.lookUp()), 'ASIA1');
  after.clock.turn(15 * MINUTE);
  assert.equal((await after.lookUp()).kind, 'failed');
});

test('credentials are served even if they cannot be saved', async () => {
  for (const save of [() => Promise.reject(new Error('SECRET')), () => assert.fail('SECRET')]) {
    const { failures, lookUp } = world({ save });
    assert.equal((await lookUp()).kind, 'session');
    await settled();
    assert.deepEqual(failures, [{ code: 'NotSaved', message: 'the credentials could not be kept' }]);
  }
});

test('peeking asks nobody and sees only valid sessions', async () => {
  const { clock, issuer, kept, lookUp } = world();
  assert.equal(kept.peek(aRequest()), undefined);
  const first = await lookUp();
  assert.deepEqual(kept.peek(aRequest()), first);
  clock.turn(HOUR);
  assert.equal(kept.peek(aRequest()), undefined);
  assert.equal(issuer.asked.length, 1);
});
