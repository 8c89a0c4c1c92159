// What every store must do. An engine's test calls this with a way to open one that is empty.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aCount, OWNER, START_MS } from '../an-observation.test-support.ts';
import { DEFAULT_RETENTION } from '../retention.ts';
import type { Retention } from '../retention.ts';
import type { Aggregate, NewRecord, OwnedCount, Store } from './store.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ID = 'i-0123456789abcdef0';
const OTHER = 'i-0fedcba9876543210';

const owned = (minute: number, said: Parameters<typeof aCount>[2], id = ID): OwnedCount => ({
  ...aCount(id, START_MS + minute * MINUTE, said),
  owner: OWNER,
});
const record = (timeMs: number, body: string): NewRecord => ({ stream: 'call', timeMs, body });

export function storeContract(open: (retention: Retention) => Store): void {
  const opened = (t: { after(end: () => void): void }, retention: Partial<Retention> = {}): Store => {
    const store = open({ ...DEFAULT_RETENTION, ...retention });
    t.after(() => store.close());
    return store;
  };
  const sums = (aggregates: readonly Aggregate[]): readonly number[] => aggregates.map(({ noToken }) => noToken.sum);
  const all = (store: Store, id = ID): readonly Aggregate[] =>
    store.aggregates({ owner: OWNER, instanceId: id, fromMs: 0, toMs: START_MS + 500 * DAY });

  it('adds up what comes of one minute in parts, and keeps instances apart', (t) => {
    const store = opened(t);
    store.write({ sequence: 1, counts: [owned(0, { noToken: 2, bytes: 10 }), owned(1, { noToken: 1 })], records: [] });
    store.write({
      sequence: 2,
      counts: [owned(0, { noToken: 3, bytes: 5 }), owned(0, { noToken: 9 }, OTHER)],
      records: [],
    });
    assert.deepEqual(sums(all(store)), [5, 1]);
    assert.equal(all(store)[0]?.tally.bytes, 15);
    assert.deepEqual(sums(all(store, OTHER)), [9]);
    assert.deepEqual(all(store, 'i-00000000000000000'), []);
  });

  it('counts a batch once, however often it is written', (t) => {
    const store = opened(t);
    const batch = { sequence: 1, counts: [owned(0, { noToken: 2 })], records: [record(START_MS, 'a')] };
    store.write(batch);
    store.write(batch);
    assert.deepEqual(sums(all(store)), [2]);
    assert.equal(store.records({ stream: 'call', newestFirst: true, limit: 10 }).length, 1);
    assert.equal(store.lastSequence, 1);
  });

  it('gives a range of time from its first minute and before its last', (t) => {
    const store = opened(t);
    store.write({ sequence: 1, counts: [0, 1, 2, 3].map((minute) => owned(minute, { noToken: minute })), records: [] });
    assert.deepEqual(
      sums(store.aggregates({ owner: OWNER, instanceId: ID, fromMs: START_MS + MINUTE, toMs: START_MS + 3 * MINUTE })),
      [1, 2],
    );
  });

  it('rolls minutes up to five and to hours with their statistics, and loses none', (t) => {
    const store = opened(t);
    const counts = Array.from({ length: 120 }, (_, minute) =>
      owned(minute, { noToken: minute % 7, noTokenRejected: minute % 3 === 0 ? 2 : 0, withToken: 1 }),
    );
    store.write({ sequence: 1, counts, records: [] });
    const before = total(all(store));
    store.enforce(START_MS + 16 * DAY);
    assert.deepEqual(
      all(store).map(({ lengthMs }) => lengthMs / MINUTE),
      Array.from({ length: 24 }, () => 5),
    );
    assert.deepEqual(total(all(store)), before);
    const [first] = all(store);
    assert.deepEqual(first?.noToken, { samples: 5, sum: 10, minimum: 0, maximum: 4 });
    assert.deepEqual(first?.noTokenRejected, { samples: 2, sum: 4, minimum: 2, maximum: 2 });
    store.enforce(START_MS + 64 * DAY);
    assert.deepEqual(
      all(store).map(({ lengthMs }) => lengthMs / MINUTE),
      [60, 60],
    );
    assert.deepEqual(total(all(store)), before);
    store.enforce(START_MS + 457 * DAY);
    assert.deepEqual(all(store), []);
    assert.deepEqual(store.instances(OWNER, 0, '', 10), []);
  });

  it('adds what is late to what has been rolled up', (t) => {
    const store = opened(t);
    store.write({ sequence: 1, counts: [owned(0, { noToken: 2 })], records: [] });
    store.enforce(START_MS + 16 * DAY);
    store.write({ sequence: 2, counts: [owned(1, { noToken: 5, noTokenRejected: 1 })], records: [] });
    store.enforce(START_MS + 16 * DAY);
    const [only, ...others] = all(store);
    assert.deepEqual(others, []);
    assert.deepEqual(only?.noToken, { samples: 2, sum: 7, minimum: 2, maximum: 5 });
    assert.deepEqual(only.noTokenRejected, { samples: 1, sum: 1, minimum: 1, maximum: 1 });
  });

  it('lists the instances of an owner in pages, and when each was heard of last', (t) => {
    const store = opened(t);
    const elsewhere = { ...owned(0, {}, 'i-00000000000000000'), owner: { ...OWNER, region: 'eu-west-1' } };
    const counts = [owned(0, { noTokenRejected: 1 }), owned(5, {}), owned(2, {}, OTHER), elsewhere];
    store.write({ sequence: 1, counts, records: [] });
    const first = { instanceId: ID, lastMs: START_MS + 5 * MINUTE, lastRejectedMs: START_MS };
    const second = { instanceId: OTHER, lastMs: START_MS + 2 * MINUTE, lastRejectedMs: undefined };
    assert.deepEqual(store.instances(OWNER, 0, '', 10), [first, second]);
    assert.deepEqual(store.instances(OWNER, 0, ID, 10), [second]);
    assert.deepEqual(store.instances(OWNER, 0, '', 1), [first]);
    assert.deepEqual(store.instances(OWNER, START_MS + 3 * MINUTE, '', 10), [first]);
  });

  it('says whose requests were ever refused for want of a token, to their owner', (t) => {
    const store = opened(t);
    store.write({ sequence: 1, counts: [owned(0, { noTokenRejected: 1 }), owned(0, {}, OTHER)], records: [] });
    store.write({ sequence: 2, counts: [owned(1, {})], records: [] });
    const asked = [ID, OTHER, 'i-00000000000000000'].map((id) => store.wasRejected(OWNER, id));
    assert.deepEqual(asked, [true, false, false]);
    assert.equal(store.wasRejected({ ...OWNER, region: 'eu-west-1' }, ID), false);
  });

  it('keeps when this service was up, with the latest end that was told of each time', (t) => {
    const store = opened(t);
    for (const toMs of [START_MS + 10, START_MS + 30, START_MS + 20]) store.keepUp({ fromMs: START_MS, toMs });
    store.keepUp({ fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY });
    const [first, second] = [
      { fromMs: START_MS, toMs: START_MS + 30 },
      { fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY },
    ];
    assert.deepEqual(store.up({ fromMs: 0, toMs: START_MS * 2 }), [first, second]);
    assert.deepEqual(store.up({ fromMs: START_MS + 29, toMs: START_MS + DAY }), [first]);
    assert.deepEqual(store.up({ fromMs: START_MS + 30, toMs: START_MS + DAY + 1 }), [second]);
    store.enforce(START_MS + 456 * DAY);
    assert.deepEqual(store.up({ fromMs: 0, toMs: START_MS * 2 }), [second]);
  });

  it('keeps the runs of instances as they were told first, for as long as their counts', (t) => {
    const store = opened(t);
    const run = { instanceId: ID, owner: OWNER, fromMs: START_MS, toMs: START_MS + MINUTE };
    const later = { instanceId: ID, owner: OWNER, fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY };
    store.keepRuns([run, later]);
    store.keepRuns([
      { ...run, toMs: START_MS + DAY },
      { ...run, instanceId: OTHER },
    ]);
    const spans = (said: object = {}): readonly object[] =>
      store.runs({ owner: OWNER, instanceId: ID, fromMs: 0, toMs: START_MS * 2, ...said });
    const [first, second] = [run, later].map(({ fromMs, toMs }) => ({ fromMs, toMs }));
    assert.deepEqual(spans(), [first, second]);
    assert.deepEqual(spans({ fromMs: START_MS + MINUTE }), [second]);
    assert.deepEqual(spans({ toMs: START_MS + DAY }), [first]);
    assert.deepEqual(spans({ owner: { ...OWNER, accountId: '999999999999' } }), []);
    assert.deepEqual([...store.ranSince(OWNER, 0)].sort(), [ID, OTHER]);
    assert.deepEqual(store.ranSince(OWNER, START_MS + MINUTE), [ID]);
    store.enforce(START_MS + 456 * DAY);
    assert.deepEqual(spans(), [second]);
    assert.deepEqual(store.ranSince(OWNER, 0), [ID]);
  });

  it('finds records by time, text and page, in either order', (t) => {
    const store = opened(t);
    const records = [0, 1, 2, 3].map((second) =>
      record(START_MS + second * 1000, `{"n":${second},"kind":"${second % 2}"}`),
    );
    store.write({ sequence: 1, counts: [], records: [...records, { ...record(START_MS, 'x'), stream: 'alarm' }] });
    const numbers = (query: Partial<Parameters<Store['records']>[0]>): readonly unknown[] =>
      store
        .records({ stream: 'call', newestFirst: true, limit: 10, ...query })
        .map(({ body }) => (JSON.parse(body) as { n: number }).n);
    assert.deepEqual(numbers({}), [3, 2, 1, 0]);
    assert.deepEqual(numbers({ newestFirst: false }), [0, 1, 2, 3]);
    assert.deepEqual(numbers({ fromMs: START_MS + 1000, toMs: START_MS + 3000 }), [2, 1]);
    assert.deepEqual(numbers({ mentioning: ['"kind":"1"'] }), [3, 1]);
    const [, second] = store.records({ stream: 'call', newestFirst: true, limit: 2 });
    assert.deepEqual(numbers({ after: second?.key }), [1, 0]);
    assert.deepEqual(numbers({ after: second?.key, newestFirst: false }), [3]);
  });

  it('keeps records of one moment, and of a clock that was set back, in the order of arrival', (t) => {
    const store = opened(t);
    const records = ['a', 'b'].map((body) => record(START_MS, body));
    store.write({ sequence: 1, counts: [], records: [...records, record(START_MS - 1000, 'c')] });
    assert.deepEqual(
      store.records({ stream: 'call', newestFirst: false, limit: 10 }).map(({ body }) => body),
      ['a', 'b', 'c'],
    );
  });

  it('lets the oldest records go when they are too old, or too much', (t) => {
    const store = opened(t, { trailMegabytes: 1, trailDays: 2 });
    const many = Array.from({ length: 3000 }, (_, index) => record(START_MS + index, `${index} ${'x'.repeat(1000)}`));
    store.write({ sequence: 1, counts: [], records: many });
    const kept = store.records({ stream: 'call', newestFirst: false, limit: 5000 });
    assert.ok(kept.length < 1050 && kept.length > 10, `${kept.length} are kept`);
    assert.ok(kept.at(-1)?.body.startsWith('2999 '));
    store.write({ sequence: 2, counts: [], records: [record(START_MS + 3 * DAY, 'new')] });
    store.enforce(START_MS + 3 * DAY);
    assert.deepEqual(
      store.records({ stream: 'call', newestFirst: false, limit: 10 }).map(({ body }) => body),
      ['new'],
    );
  });

  it('rolls up ahead of time when counts are too many, and stays within its room', (t) => {
    const store = opened(t, { metricMegabytes: 1 });
    const ids = Array.from({ length: 100 }, (_, index) => `i-${index.toString(16).padStart(17, '0')}`);
    for (let minute = 0; minute < 600; minute++) {
      const counts = ids.map((id) => owned(minute, { noToken: 1, bytes: 100_000 }, id));
      store.write({ sequence: minute + 1, counts, records: [] });
      store.enforce(START_MS + minute * MINUTE);
    }
    const kept = all(store, ids[7]);
    assert.ok(kept.some(({ lengthMs }) => lengthMs === MINUTE));
    assert.ok(kept.some(({ lengthMs }) => lengthMs === 60 * MINUTE));
    assert.deepEqual(total(kept).noToken, 600);
    assert.ok(store.usedBytes() < 1_300_000, `${store.usedBytes()} bytes`);
  });
}

function total(aggregates: readonly Aggregate[]): Record<string, number> {
  const sum = (of: (aggregate: Aggregate) => number): number => aggregates.reduce((all, each) => all + of(each), 0);
  return {
    noToken: sum(({ noToken }) => noToken.sum),
    samples: sum(({ noToken }) => noToken.samples),
    rejected: sum(({ noTokenRejected }) => noTokenRejected.sum),
    rejectedSamples: sum(({ noTokenRejected }) => noTokenRejected.samples),
    withToken: sum(({ tally }) => tally.withToken),
  };
}
