import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCount, OWNER, START_MS } from '../an-observation.test-support.ts';
import { EPHEMERAL_RETENTION } from '../retention.ts';
import { openMemoryStore } from '../store/open-store.ts';
import type { Aggregate, Store } from '../store/store.ts';
import { SampledMinutes } from './sampled-minutes.ts';
import type { SampleQuery } from './sampled-minutes.ts';

const ID = 'i-0123456789abcdef0';
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A service over a store of its own, whose clock stands where one turns it, in minutes since `START_MS`. */
class Service {
  readonly store: Store = openMemoryStore(EPHEMERAL_RETENTION);
  #minute = 0;
  #minutes = this.#started();

  get now(): number {
    return at(this.#minute);
  }

  /** It is down until this minute. */
  downUntil(minute: number): this {
    this.#minutes.keepUp();
    this.#minute = minute;
    this.#minutes = this.#started();
    return this;
  }

  /** It is up until this minute. */
  upUntil(minute: number): this {
    this.#minute = minute;
    return this;
  }

  count(minute: number, said: Parameters<typeof aCount>[2]): this {
    const counts = [{ ...aCount(ID, at(minute), said), owner: OWNER }];
    this.store.write({ sequence: this.store.lastSequence + 1, counts, records: [] });
    return this;
  }

  samples(said: Partial<SampleQuery> = {}): readonly Aggregate[] {
    const query = { owner: OWNER, instanceId: ID, fromMs: at(0), toMs: at(1000), runningSinceMs: at(0), ...said };
    return this.#minutes.of(query);
  }

  /** The minutes that have a sample, each with what it comes to. */
  told(said?: Partial<SampleQuery>): readonly (readonly [number, number])[] {
    return this.samples(said).map(({ startMs, noToken }) => [(startMs - START_MS) / MINUTE, noToken.sum]);
  }

  #started(): SampledMinutes {
    return new SampledMinutes(this.store, { now: () => at(this.#minute) });
  }
}

const at = (minute: number): number => START_MS + minute * MINUTE;

test('every minute that has ended while the instance ran has a sample, zero where nothing was asked', () => {
  const service = new Service().upUntil(4.5).count(1, { noToken: 3 }).count(2, { withToken: 1 });
  assert.deepEqual(service.told(), [
    [0, 0],
    [1, 3],
    [2, 0],
    [3, 0],
  ]);
  assert.deepEqual(service.count(4, { noToken: 1 }).told().at(-1), [4, 1]);
});

test('before its launch and after its end there is none', () => {
  const service = new Service().upUntil(9);
  assert.deepEqual(service.told({ runningSinceMs: at(6.5) }), [
    [6, 0],
    [7, 0],
    [8, 0],
  ]);
  assert.deepEqual(service.told({ runningSinceMs: undefined }), []);
  service.store.keepRuns([{ instanceId: ID, owner: OWNER, fromMs: at(1), toMs: at(2.5) }]);
  assert.deepEqual(service.told({ runningSinceMs: undefined }), [
    [1, 0],
    [2, 0],
  ]);
  assert.deepEqual(service.told({ runningSinceMs: at(8) }), [
    [1, 0],
    [2, 0],
    [8, 0],
  ]);
});

test('while the service is down, minutes are missing; a restart that leaves no whole minute out leaves none', () => {
  const service = new Service().upUntil(2).downUntil(2.9).upUntil(4.1).downUntil(7.5).upUntil(9);
  assert.deepEqual(
    service.told().map(([minute]) => minute),
    [0, 1, 2, 3, 4, 7, 8],
  );
});

test('a query has what is in its range', () => {
  const service = new Service().upUntil(9);
  assert.deepEqual(service.told({ fromMs: at(2), toMs: at(4) }), [
    [2, 0],
    [3, 0],
  ]);
});

test('zeros of rejected requests are told once there was one', () => {
  const service = new Service().upUntil(3).count(0, { noToken: 1 });
  const rejected = (): readonly number[] => service.samples().map(({ noTokenRejected }) => noTokenRejected.samples);
  assert.deepEqual(rejected(), [0, 0, 0]);
  service.count(1, { noTokenRejected: 4 });
  assert.deepEqual(rejected(), [1, 1, 1]);
  assert.deepEqual(
    service.samples().map(({ noTokenRejected: { sum } }) => sum),
    [0, 4, 0],
  );
});

test('what is old is told as counts of that age are kept, and no longer than they are', () => {
  const service = new Service().upUntil((457 * DAY) / MINUTE);
  const days = (from: number, to: number): readonly number[] => {
    const range = { fromMs: service.now - from * DAY, toMs: service.now - to * DAY };
    return [
      ...new Set(service.samples(range).map(({ lengthMs, noToken }) => noToken.samples * 1000 + lengthMs / MINUTE)),
    ];
  };
  assert.deepEqual(days(14, 13), [1001]);
  assert.deepEqual(days(40, 39), [5005]);
  assert.deepEqual(days(100, 99), [60_060]);
  assert.deepEqual(days(457, 456), []);
});
