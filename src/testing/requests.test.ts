import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { read } from './read.test-support.ts';
import { aSpotInstance, startImds } from './index.ts';

test('the requests received are there as data, in their order', async () => {
  await using imds = await startImds();
  await read(imds, 'instance-id');
  await fetch(`${imds.url}/latest/meta-data/`);
  const requests = await imds.requests();
  assert.deepEqual(
    requests.map(({ method, path, version, status }) => [method, path, version, status]),
    [
      ['PUT', '/latest/api/token', 2, 200],
      ['GET', '/latest/meta-data/instance-id', 2, 200],
      ['GET', '/latest/meta-data/', 1, 401],
    ],
  );
  assert.deepEqual([...new Set(requests.map(({ instanceId }) => instanceId))], [imds.instance().id]);
  assert.equal((await imds.requests(({ version }) => version === 1)).length, 1);
});

test('the next request can be waited for', async () => {
  await using imds = await startImds();
  await read(imds, 'instance-type');
  const next = imds.nextRequest(({ path }) => path.includes('/instance-'));
  await read(imds, 'instance-id');
  const request = await next;
  assert.equal(request.path, '/latest/meta-data/instance-id');
  await assert.rejects(
    imds.nextRequest(() => true, 1),
    /no such request in 1 ms/,
  );
});

test('who waits when the service is stopped is told', async () => {
  const imds = await startImds();
  const waiting = assert.rejects(imds.nextRequest(), /was stopped/);
  await imds[Symbol.asyncDispose]();
  await waiting;
});

test('a reset forgets events, faults, requests, and what became of instances', async () => {
  const before = readdirSync(tmpdir());
  await using imds = await startImds({
    instances: [aSpotInstance({ tags: { Name: 'web' } })],
    faults: [{ id: 'declared', latency: '1ms', count: 1 }],
  });
  const whole = async (): Promise<unknown> => [
    await read(imds, ''),
    await read(imds, 'services/'),
    (await read(imds, 'spot/instance-action')) === undefined,
  ];
  const first = await whole();
  const event = await imds.instance().interruptSpot();
  await imds.instance().setInstanceAction('shutdown', { in: '1h' });
  const fault = await imds.fault({ preset: 'outage', skip: 1000 });
  await imds.clock.advance(180_000);
  await assert.rejects(read(imds, 'instance-id'), 'it is terminated');
  await imds.reset();
  assert.deepEqual(await imds.requests(), []);
  assert.deepEqual(await whole(), first);
  assert.throws(() => event.view(), /there is no event/);
  assert.equal(fault.hits(), 0);
  await imds.clock.advance(3_600_000);
  assert.equal(await read(imds, 'instance-action'), 'none', 'what was to come does not');
  await imds.fault({ preset: 'outage' });
  await imds.reset();
  assert.ok(await read(imds, 'instance-id'));
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.includes('openimds') && !before.includes(name)),
    [],
  );
});

test('the next one begins from nothing', async () => {
  const kept: unknown[] = [];
  for (let time = 0; time < 3; time++) {
    await using imds = await startImds();
    kept.push(await imds.requests());
    await imds.fault({ preset: 'outage' });
    await assert.rejects(read(imds, 'instance-id'));
  }
  assert.deepEqual(kept, [[], [], []]);
});
