// What every transport hands over, over real sockets.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { suite, test } from 'node:test';
import { loadLibc, realPlatform } from '#host';
import { deriveInstanceId } from '#model';
import type { Observation } from '#model';
import { putInstance } from '../a-plane.test-support.ts';
import { DataPlane } from '../data-plane.ts';
import { DEFAULT_TRANSPORT_LIMITS } from '../transport.ts';

const ID = '/latest/meta-data/instance-id';
const libc = loadLibc();
if (typeof libc === 'string') process.stderr.write(`the epoll transport is left out: ${libc}\n`);

suite('over net', () => contract('net', 1));
if (typeof libc !== 'string') suite('over epoll with two workers', () => contract('epoll', 2));

interface Served {
  readonly plane: DataPlane;
  readonly port: number;
  readonly observed: Observation[];
  /** Settled when something was handed over by itself. */
  readonly handedOver: Promise<void>;
}

async function serve(transport: 'net' | 'epoll', workers: number): Promise<Served> {
  const observed: Observation[] = [];
  const { promise: handedOver, resolve } = Promise.withResolvers<void>();
  const plane = await DataPlane.start({
    platform: realPlatform(),
    transport,
    workers,
    limits: DEFAULT_TRANSPORT_LIMITS,
    features: { securityCredentialsExtended: false },
    attribution: 'off',
    profile: 'modern',
    ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }],
    issue: () => ({ kind: 'unavailable', recheckAtMs: Infinity }),
    observed: (observation) => {
      observed.push(observation);
      resolve();
    },
    warn: (message) => assert.fail(message),
    failed: (message) => assert.fail(message),
  });
  await plane.apply([putInstance('a', { options: { httpTokens: 'optional' } })]);
  const listening = await plane.listen({ host: '127.0.0.1', port: 0, network: 'default' });
  if (!listening.ok) throw new Error(listening.error.message);
  return { plane, port: listening.value.port, observed, handedOver };
}

function ask(port: number, path: string, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      const { localPort } = answer.socket;
      answer.resume().once('end', () => resolve(localPort));
    });
    sent.once('error', reject).end();
  });
}

const total = (observed: readonly Observation[], key: 'noToken' | 'refused'): number =>
  observed.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count[key], 0);

function contract(transport: 'net' | 'epoll', workers: number): void {
  test('what was observed is handed over by itself, soon, with the addresses of both sides', async (context) => {
    const { plane, port, observed, handedOver } = await serve(transport, workers);
    context.after(() => plane.close());
    const agent = new Agent({ keepAlive: true });
    const peerPort = await ask(port, ID, agent);
    await handedOver;
    const [event] = observed.flatMap(({ events }) => events);
    assert.ok(event);
    const { instanceId, localAddress, localPort, peerAddress } = event;
    assert.deepEqual([localAddress, localPort, peerAddress], ['127.0.0.1', port, '127.0.0.1']);
    assert.deepEqual([instanceId, event.peerPort], [deriveInstanceId('a'), peerPort]);
    agent.destroy();
  });

  test('it is handed over at once when asked for, and nothing twice', async (context) => {
    const { plane, port, observed } = await serve(transport, workers);
    context.after(() => plane.close());
    await ask(port, ID);
    await plane.handOver();
    assert.equal(total(observed, 'noToken'), 1);
    await plane.handOver();
    assert.equal(total(observed, 'noToken'), 1);
  });

  test('everything is told while somebody watches', async (context) => {
    const { plane, port, observed } = await serve(transport, workers);
    context.after(() => plane.close());
    const kept = async (): Promise<number> => {
      observed.length = 0;
      await new Promise((resolve, reject) => {
        const options = { port, host: '127.0.0.1', path: ID, method: 'OPTIONS' };
        const sent = request(options, (answer) => answer.resume().once('end', () => resolve(undefined)));
        sent.once('error', reject).end();
      });
      await plane.handOver();
      return observed.flatMap(({ events }) => events).length;
    };
    assert.equal(await kept(), 0);
    plane.observe({ everything: true });
    assert.equal(await kept(), 1);
    plane.observe({ everything: false });
    assert.equal(await kept(), 0);
  });

  test('nothing is lost when the instance is replaced or the plane closed in between', async (context) => {
    const { plane, port, observed } = await serve(transport, workers);
    context.after(() => plane.close());
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 20 }, (_, turn) => ask(port, turn % 2 === 0 ? ID : '/nothing', agent)));
      await plane.apply([putInstance('a', { options: { httpTokens: 'optional' } })]);
    }
    agent.destroy();
    await plane.close();
    assert.deepEqual([total(observed, 'noToken'), total(observed, 'refused')], [100, 100]);
  });
}
