import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ImdsEvent } from '#model';
import { realPlatform } from './a-platform.test-support.ts';
import { aCount, anEvent, anObservation, OWNER, START_MS } from './an-observation.test-support.ts';
import { requestMatcher } from './live/request-filter.ts';
import { EPHEMERAL_RETENTION } from './retention.ts';
import { openMemoryStore } from './store/open-store.ts';
import type { Batch, Store } from './store/store.ts';
import { Telemetry } from './telemetry.ts';

const ID = 'i-0123456789abcdef0';

function aTelemetry(t: TestContext, store: Store = openMemoryStore(EPHEMERAL_RETENTION)) {
  const failures: string[] = [];
  const watched: boolean[] = [];
  const telemetry = new Telemetry({
    ...realPlatform(),
    store,
    ownerOf: (id) => (id === ID ? OWNER : undefined),
    watched: (on) => void watched.push(on),
    failed: (reason) => void failures.push(reason),
  });
  t.after(() => telemetry.close());
  return { telemetry, failures, watched };
}

const noTokenOf = (telemetry: Telemetry): number =>
  telemetry
    .aggregates({ owner: OWNER, instanceId: ID, fromMs: 0, toMs: START_MS * 2 })
    .reduce((sum, { noToken }) => sum + noToken.sum, 0);

test('what has come in is seen at once, whether it is written or not', (t) => {
  const { telemetry } = aTelemetry(t);
  telemetry.observe(anObservation([aCount(ID, START_MS, { noToken: 2 })]));
  telemetry.observe(
    anObservation([aCount(ID, START_MS, { noToken: 1 }), aCount('i-11111111', START_MS, { noToken: 9 })]),
  );
  assert.equal(noTokenOf(telemetry), 3);
  telemetry.observe(anObservation([aCount(ID, START_MS, { noToken: 1 })]));
  assert.equal(noTokenOf(telemetry), 4);
});

test('a disk that refuses is told of once, and what waited is counted once when it takes again', (t) => {
  const store = openMemoryStore(EPHEMERAL_RETENTION);
  let refuses = true;
  const unreliable: Store = Object.create(store, {
    lastSequence: { get: () => store.lastSequence },
    write: {
      value(batch: Batch) {
        if (refuses) throw new Error('the disk is full');
        store.write(batch);
      },
    },
    aggregates: { value: store.aggregates.bind(store) },
    up: { value: store.up.bind(store) },
    keepUp: { value: store.keepUp.bind(store) },
    close: { value: store.close.bind(store) },
  }) as Store;
  const { telemetry, failures } = aTelemetry(t, unreliable);
  for (const noToken of [1, 2, 3]) {
    telemetry.observe(anObservation([aCount(ID, START_MS, { noToken })]));
    assert.equal(telemetry.flush(), false);
  }
  assert.deepEqual(failures, ['the disk is full']);
  refuses = false;
  assert.equal(noTokenOf(telemetry), 6);
});

test('use of v1, refusals, reads of credentials and unknown callers are kept in full, and nothing else', (t) => {
  const { telemetry } = aTelemetry(t);
  const events = [
    anEvent({ path: '/v1' }),
    anEvent({ path: '/v2', version: 2 }),
    anEvent({ path: '/refused', version: 2, outcome: 'refused', status: 401 }),
    anEvent({ path: '/credentials', version: 2, credentials: true }),
    anEvent({ path: '/nobody', version: 2, outcome: 'unknown-caller', instanceId: undefined }),
    anEvent({ path: '/token', version: 2, outcome: 'token' }),
  ];
  telemetry.observe(anObservation([], events));
  const kept = telemetry.records({ stream: 'request', newestFirst: false, limit: 10 });
  assert.deepEqual(
    kept.map(({ body }) => (JSON.parse(body) as ImdsEvent).path),
    ['/v1', '/refused', '/credentials', '/nobody'],
  );
  assert.equal(telemetry.recentRequests().length, 6);
});

test('an instance that floods leaves room for the records of others', (t) => {
  const { telemetry } = aTelemetry(t);
  telemetry.observe(
    anObservation(
      [],
      Array.from({ length: 5000 }, () => anEvent()),
    ),
  );
  telemetry.observe(anObservation([], [anEvent({ instanceId: 'i-22222222' })]));
  const kept = telemetry.records({ stream: 'request', newestFirst: true, limit: 10_000 });
  assert.ok(kept.length < 100);
  assert.match(kept[0]?.body ?? '', /i-22222222/);
  assert.equal(telemetry.recordsNotKept, 5001 - kept.length);
});

test('every request is asked for only while somebody watches', (t) => {
  const { telemetry, watched } = aTelemetry(t);
  const seen: string[] = [];
  const stops = [telemetry.watch(({ path }) => seen.push(path)), telemetry.watch(() => {})];
  telemetry.observe(anObservation([], [anEvent({ path: '/a' })]));
  for (const stop of [...stops, ...stops]) stop();
  telemetry.observe(anObservation([], [anEvent({ path: '/b' })]));
  assert.deepEqual([watched, seen], [[true, false], ['/a']]);
});

test('requests are filtered by instance, version, path, status, refusal and process', () => {
  const process = {
    pid: 7,
    executable: '/usr/bin/curl',
    commandLine: 'curl -s http://169.254.169.254/',
    uid: 0,
    ancestors: [],
    systemdUnit: undefined,
    container: { id: 'c', runtime: 'docker', image: 'Nginx:1.27', name: 'web' },
  } as const;
  const event = anEvent({ process, status: 404 });
  const matches = (filter: Parameters<typeof requestMatcher>[0]): boolean => requestMatcher(filter)(event);
  for (const filter of [
    {},
    { instanceId: ID },
    { version: 1 },
    { path: '/latest/*' },
    { path: '*instance-id' },
    { path: '/latest/*/instance-id' },
    { path: '/*meta*instance*' },
    { path: `${'*t'.repeat(3)}*` },
    { status: '404' },
    { status: '4xx' },
    { process: 'CURL' },
    { process: 'nginx' },
  ] as const)
    assert.equal(matches(filter), true, JSON.stringify(filter));
  for (const filter of [
    { instanceId: 'i-1' },
    { version: 2 },
    { path: '/latest' },
    { path: '/latest/.*' },
    { path: '/latest/meta-data/instance-id*instance-id' },
    { path: '*id*id*id' },
    { path: '*t'.repeat(200) },
    { status: '4' },
    { status: '5xx' },
    { refused: true },
    { process: 'wget' },
  ] as const)
    assert.equal(matches(filter), false, JSON.stringify(filter));
});
