import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { realPlatform } from '../a-platform.test-support.ts';
import { aReceiver } from './a-receiver.test-support.ts';
import { Webhook } from './webhook.ts';

/** Waiting takes no time, and is noted. */
function parts(waits: number[] = []) {
  const random = { bytes: (length: number) => new Uint8Array(length).fill(255) };
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  return { ...realPlatform(), random, wait };
}

test('a delivery is signed over its time and body, and says which it is', async (t) => {
  const receiver = await aReceiver(t);
  const webhook = new Webhook({ url: `${receiver.url}/hook`, secret: 's3cret' }, parts());
  assert.deepEqual(await webhook.deliver({ alarm: 'imdsv1' }), { ok: true, value: undefined });
  const [delivery] = receiver.received;
  assert.ok(delivery);
  const [, seconds, signature] =
    /^t=(\d+),v1=([\da-f]{64})$/.exec(String(delivery.headers['openimds-signature'])) ?? [];
  assert.equal(signature, createHmac('sha256', 's3cret').update(`${seconds}.${delivery.body}`).digest('hex'));
  assert.match(String(delivery.headers['openimds-delivery']), /^[\da-f-]{36}$/);
  assert.deepEqual([delivery.path, JSON.parse(delivery.body)], ['/hook', { alarm: 'imdsv1' }]);
});

test('what is not taken is delivered again, later each time, as the same delivery', async (t) => {
  const receiver = await aReceiver(t, (index) => (index < 3 ? 503 : 200));
  const waits: number[] = [];
  const webhook = new Webhook({ url: receiver.url, secret: undefined }, parts(waits));
  assert.ok((await webhook.deliver({})).ok);
  assert.deepEqual(waits, [1000, 2000, 4000]);
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['openimds-delivery'])).size, 1);
  assert.equal(receiver.received[0]?.headers['openimds-signature'], undefined);
});

test('what will never be taken is given up at once, and what never answers in the end', async (t) => {
  const refusing = await aReceiver(t, () => 410);
  const waits: number[] = [];
  const gone = await new Webhook({ url: refusing.url, secret: undefined }, parts(waits)).deliver({});
  assert.deepEqual([gone, waits], [{ ok: false, error: 'the answer was 410' }, []]);
  const nobody = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(nobody, 'listening');
  const { port } = nobody.address() as AddressInfo;
  nobody.close();
  await once(nobody, 'close');
  const silent = await new Webhook({ url: `http://127.0.0.1:${port}`, secret: undefined }, parts(waits)).deliver({});
  assert.ok(!silent.ok);
  assert.match(silent.error, /ECONNREFUSED/);
  assert.equal(waits.length, 8);
});

test('deliveries keep their order, and a redirection is not followed', async (t) => {
  const receiver = await aReceiver(t, (index) => (index === 1 ? 500 : 200));
  const webhook = new Webhook({ url: receiver.url, secret: undefined }, parts());
  await Promise.all([1, 2, 3].map((number) => webhook.deliver({ number })));
  assert.deepEqual(
    receiver.received.map(({ body }) => body),
    ['{"number":1}', '{"number":2}', '{"number":2}', '{"number":3}'],
  );
  const elsewhere = await aReceiver(t, () => 307);
  const moved = await new Webhook({ url: elsewhere.url, secret: 'x' }, parts()).deliver({});
  assert.deepEqual(moved, { ok: false, error: 'the answer was 307' });
});

test('too many that wait make the oldest give way, and closing gives up what waits', async (t) => {
  const receiver = await aReceiver(t, () => 503);
  let release = (): void => {};
  const wait = (_ms: number, stop: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      release = resolve;
      if (stop.aborted) resolve();
      stop.addEventListener('abort', () => resolve());
    });
  const webhook = new Webhook({ url: receiver.url, secret: undefined }, { ...parts(), wait });
  const first = webhook.deliver({});
  await receiver.until(1);
  const more = Array.from({ length: 1001 }, () => webhook.deliver({}));
  const dropped = await more[0];
  assert.ok(dropped && !dropped.ok && /wait/.test(dropped.error));
  release();
  await webhook.close();
  for (const delivery of [first, ...more.slice(1)]) assert.equal((await delivery).ok, false);
});
