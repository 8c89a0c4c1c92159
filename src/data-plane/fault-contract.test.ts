// What faults do, over real sockets and every transport: the same bytes, the same endings, and counts that are exact.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, beforeEach, suite, test } from 'node:test';
import { hitsOfRequest, readFault } from '#fault';
import { loadLibc, realPlatform } from '#host';
import { deriveInstanceId } from '#model';
import { bodyOf, get, named, put, putFault, putInstance, removeFault, statusOf } from './a-plane.test-support.ts';
import { DataPlane } from './data-plane.ts';
import { DEFAULT_TRANSPORT_LIMITS } from './transport.ts';

const KEEP = 'Connection: keep-alive';
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
const ID = '/latest/meta-data/instance-id';
const A = deriveInstanceId('a');

const libc = loadLibc();
if (typeof libc === 'string') process.stderr.write(`the epoll transport is left out: ${libc}\n`);
const epoll = typeof libc === 'string' ? [] : ([1, 2] as const);
suite('over net', () => contract('net', 1));
for (const workers of epoll) suite(`over epoll with ${workers} workers`, () => contract('epoll', workers));

function contract(transport: 'net' | 'epoll', workers: number): void {
  let plane: DataPlane;
  let port: number;
  const sockets = new Set<Socket>();

  before(async () => {
    const platform = realPlatform();
    plane = await DataPlane.start({
      platform,
      transport,
      workers,
      limits: DEFAULT_TRANSPORT_LIMITS,
      features: { securityCredentialsExtended: false },
      attribution: 'off',
      profile: 'modern',
      ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }],
      issue: (instance, material, delivery) => named(instance.id, material, delivery, platform.clock.now()),
      observed: () => {},
      warn: (message) => assert.fail(message),
      failed: (message) => assert.fail(message),
    });
    await plane.apply([putInstance('a')]);
    const listening = await plane.listen({ host: '127.0.0.1', port: 0, network: 'default' });
    assert.ok(listening.ok);
    port = listening.value.port;
  });
  beforeEach(async () => {
    await plane.apply([...plane.faultCounts().keys()].map(removeFault));
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await plane.close();
  });

  const inject = (declared: Readonly<Record<string, unknown>>, id = 'fault'): Promise<void> =>
    plane.apply([putFault(id, declared, Date.now())]);

  const dial = (): Socket => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };

  /** What comes back, and how it ends: in order, with a reset, or not at all once `enough` is there. */
  const read = (
    socket: Socket,
    enough: (text: string) => boolean = () => false,
  ): Promise<{ text: string; pieces: number; end: string }> =>
    new Promise((resolve) => {
      let text = '';
      let pieces = 0;
      const done = (end: string): void => resolve({ text, pieces, end });
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        pieces++;
        if (enough(text)) done('open');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'error'));
      socket.on('end', () => {
        socket.end();
        done('end');
      });
    });

  const ask = (text: string): ReturnType<typeof read> => {
    const socket = dial();
    const answer = read(socket);
    socket.write(text);
    return answer;
  };

  test('a request that is held back holds up nobody else', async () => {
    await inject({ latency: '1h', paths: ['meta-data/mac'] });
    const held = dial();
    let text = '';
    held.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    held.write(get('/latest/meta-data/mac'));
    for (let round = 0; round < 20; round++) assert.equal(statusOf((await ask(get(ID))).text), 200);
    assert.equal(text, '');
    held.destroy();
  });

  test('a request that is held back is answered once its time has come, and not before', async () => {
    const delays = [60, 20, 40, 0];
    for (const ms of delays) await inject({ latency: `${ms}ms`, paths: [`meta-data/*-${ms}`] }, `fault-${ms}`);
    const tookMs = async (ms: number): Promise<number> => {
      const begun = performance.now();
      assert.equal(statusOf((await ask(get(`/latest/meta-data/x-${ms}`))).text), 404);
      return performance.now() - begun;
    };
    const took = await Promise.all(delays.map(tookMs));
    for (const [index, ms] of delays.entries()) assert.ok((took[index] ?? 0) >= ms - 1, `${took[index]} of ${ms} ms`);
  });

  test('a connection goes on after an answer that was held back, dripped or paused', async () => {
    await inject({ latency: '20ms', count: 1 }, 'one');
    await inject({ drip: 5000, skip: 1, count: 1 }, 'two');
    await inject({ stall: '20ms after 3', skip: 2, count: 1 }, 'three');
    const { text, end } = await ask(get(ID, KEEP).repeat(4) + get(ID));
    assert.equal(text.match(/HTTP\/1\.1 200/g)?.length, 5);
    assert.equal(end, 'end');
  });

  test('a body that drips comes whole, in pieces, and not faster than it should', async () => {
    await inject({ drip: 2000 });
    const begun = performance.now();
    const { text, pieces } = await ask(get(ID));
    assert.equal(bodyOf(text), A);
    assert.ok(pieces > 2, `${pieces} pieces`);
    assert.ok(performance.now() - begun >= (text.length / 2000) * 1000 - 20);
  });

  test('a body that stalls stops where it says, for as long as the client waits', async () => {
    await inject({ stall: 'forever after 4', methods: ['GET'] });
    const socket = dial();
    const begun = read(socket, (text) => bodyOf(text).length >= 4);
    socket.write(get(ID));
    const { text } = await begun;
    assert.equal(bodyOf(text), A.slice(0, 4));
    let more = '';
    socket.on('data', (chunk: Buffer) => (more += chunk.toString('latin1')));
    assert.equal(statusOf((await ask(put('/latest/api/token', TTL))).text), 200);
    assert.equal(more, '');
    socket.destroy();
  });

  test('a reset is a reset, before the answer and inside the body', async () => {
    await inject({ reset: true, count: 1 });
    assert.deepEqual(await ask(get(ID)), { text: '', pieces: 0, end: 'ECONNRESET' });
    await inject({ reset: 'after 4' });
    const { text, end } = await ask(get(ID, KEEP));
    assert.equal(end, 'ECONNRESET');
    assert.ok(text === '' || bodyOf(text) === A.slice(0, 4), text);
  });

  test('a refused request is closed without a word, and a refused connection without a look', async () => {
    await inject({ refuse: true, count: 1 });
    assert.deepEqual(await ask(get(ID)), { text: '', pieces: 0, end: 'end' });
    // The service has been quiet, and must know what time it is all the same.
    await new Promise((resolve) => setTimeout(resolve, 10));
    await inject({ refuse: 'connection', count: 1 });
    assert.equal((await ask(get(ID))).text, '');
    assert.equal(statusOf((await ask(get(ID))).text), 200);
  });

  test('a body that is cut ends the connection in order', async () => {
    await inject({ truncate: 5 });
    const { text, end } = await ask(get(ID, KEEP));
    assert.deepEqual([bodyOf(text), end], [A.slice(0, 5), 'end']);
    assert.match(text, /Content-Length: 19\r\n/);
  });

  test('what is sent while an answer is held back is answered after it', async () => {
    await inject({ latency: '100ms', count: 1 });
    const socket = dial();
    const answers = read(socket);
    socket.write(get(ID, KEEP));
    setImmediate(() => socket.write(get('/latest/', KEEP) + get(ID)));
    assert.equal((await answers).text.match(/HTTP\/1\.1 200/g)?.length, 3);
  });

  test('exactly as many are hit as should be, whichever threads they fall to', async () => {
    const total = 400;
    const burst = async (): Promise<number> => {
      const all = await Promise.all(Array.from({ length: total }, () => ask(get(ID))));
      return all.filter(({ text }) => statusOf(text) === 503).length;
    };
    await inject({ status: 503, skip: 50, count: 37 });
    assert.equal(await burst(), 37);
    assert.deepEqual(plane.faultCounts().get('fault'), { matched: total, hits: 37 });
    assert.equal(await burst(), 0);
    const declared = { status: 503, share: 0.3, seed: 11 };
    await inject(declared, 'fault-share');
    assert.equal(await burst(), hitsAlone(declared, total));
  });

  test('a fault acts on the next request, and one that has been removed on none', async () => {
    for (let round = 0; round < 10; round++) {
      await inject({ status: 500 }, `fault-${round}`);
      assert.equal(statusOf((await ask(get(ID))).text), 500);
      await plane.apply([removeFault(`fault-${round}`)]);
      assert.equal(statusOf((await ask(get(ID))).text), 200);
    }
  });

  test(
    'whoever hangs up while being held up frees everything',
    { skip: process.platform === 'linux' ? false : 'counts /proc/self/fd, which only Linux has' },
    async () => {
      const open = (): number => readdirSync('/proc/self/fd').length;
      await inject({ stall: 'forever', paths: ['meta-data/**'] }, 'before');
      await inject({ stall: 'forever after 3', paths: ['/latest'] }, 'within');
      const heldUp = (): number => [...plane.faultCounts().values()].reduce((sum, { hits }) => sum + hits, 0);
      const until = async (condition: () => boolean): Promise<void> => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
      };
      await until(() => sockets.size === 0);
      const idle = open();
      for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
        const expected = heldUp() + 20;
        const held = Array.from({ length: 20 }, () =>
          dial()
            .on('error', () => {})
            .resume(),
        );
        for (const [index, socket] of held.entries()) socket.write(get(index % 2 === 0 ? ID : '/latest/'));
        await until(() => heldUp() === expected);
        for (const socket of held) socket[leave]();
        await until(() => sockets.size === 0 && open() <= idle);
      }
    },
  );

  test('nobody is answered in the place of one who has hung up', async () => {
    await inject({ latency: '50ms', paths: ['meta-data/mac'] });
    for (let round = 0; round < 5; round++) {
      const gone = Array.from({ length: 20 }, () => dial().on('error', () => {}));
      for (const socket of gone) socket.write(get('/latest/meta-data/mac'), () => socket.resetAndDestroy());
      const begun = performance.now();
      // Their descriptors are taken by those who come now, and who say nothing until the time of the others has come.
      const others = Array.from({ length: 20 }, () => dial());
      const answers = others.map((socket) => read(socket));
      for (const socket of others) socket.write('GET /la');
      while (performance.now() - begun < 70) await ask(get(ID));
      for (const socket of others) socket.write('test/meta-data/instance-id HTTP/1.1\r\nHost: x\r\n\r\n');
      for (const { text } of await Promise.all(answers)) assert.equal(bodyOf(text), A);
    }
  });

  test('stopping does not wait for those who are held up', async () => {
    const platform = realPlatform();
    const other = await DataPlane.start({
      platform,
      transport,
      workers,
      limits: DEFAULT_TRANSPORT_LIMITS,
      features: { securityCredentialsExtended: false },
      attribution: 'off',
      profile: 'modern',
      ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }],
      issue: () => ({ kind: 'unavailable', recheckAtMs: 0 }),
      observed: () => {},
      warn: (message) => assert.fail(message),
      failed: (message) => assert.fail(message),
    });
    await other.apply([putInstance('a'), putFault('hang', { stall: 'forever' }, Date.now())]);
    const listening = await other.listen({ host: '127.0.0.1', port: 0, network: 'default' });
    assert.ok(listening.ok);
    const socket = connect({ port: listening.value.port, host: '127.0.0.1' }).on('error', () => {});
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write(get(ID));
    while ((other.faultCounts().get('hang')?.hits ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
    await ended;
  });
}

/** How many of `total` requests a fault hits when one thread counts them. */
function hitsAlone(declared: Readonly<Record<string, unknown>>, total: number): number {
  const fault = readFault(declared, { nowMs: 0, freshId: 'alone' });
  assert.ok(fault.ok);
  let matched = 0;
  const armed = { fault: fault.value, counter: { next: () => matched++, take: () => true } };
  return Array.from({ length: total }, () => hitsOfRequest([armed], 'GET', ID, 1)).filter(({ length }) => length > 0)
    .length;
}
