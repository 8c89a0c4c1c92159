// One suite for every transport, over real sockets: what the engine decides must come out of each of them alike.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import type { Issued } from '#credentials';
import { LINUX, loadLibc, realPlatform } from '#host';
import type { Libc } from '#host';
import type { Material } from '#metadata';
import { deriveInstanceId, instanceNetwork } from '#model';
import type { Instance, RoleDelivery } from '#model';
import { get, named, put, putInstance, removeInstance, statusOf } from './a-plane.test-support.ts';
import { DataPlane } from './data-plane.ts';
import { SOCKET_ADDRESS_BYTES, writeAddress } from './epoll/socket-address.ts';
import type { DataPlaneSettings } from './parts.ts';
import { DEFAULT_TRANSPORT_LIMITS } from './transport.ts';
import type { TransportLimits } from './transport.ts';

const KEEP = 'Connection: keep-alive';
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
const ID = '/latest/meta-data/instance-id';
const SIGNATURE = '/latest/dynamic/instance-identity/signature';
const LIMITS: TransportLimits = {
  connections: 3000,
  headTimeoutMs: 1500,
  idleTimeoutMs: 2500,
  stallTimeoutMs: 1500,
  lingerTimeoutMs: 1000,
  callerTimeoutMs: 1000,
};

const AT_TWO = { attachments: [{ kind: 'destination', address: '127.0.0.2', network: 'default' }] } as const;

interface Variant {
  readonly name: string;
  readonly transport: 'epoll' | 'net';
  readonly workers: number;
}
const libc = loadLibc();
const variants: readonly Variant[] = [
  { name: 'net', transport: 'net', workers: 1 },
  ...(typeof libc === 'string'
    ? []
    : ([
        { name: 'epoll', transport: 'epoll', workers: 1 },
        { name: 'epoll with two workers', transport: 'epoll', workers: 2 },
      ] as const)),
];
if (typeof libc === 'string') process.stderr.write(`the epoll transport is left out: ${libc}\n`);

/** What comes back on a socket of the C library until the server closes or `enough` says so. */
async function receive(libc: Libc, fd: number, enough: (text: string) => boolean): Promise<string> {
  const buffer = Buffer.alloc(4096);
  for (let text = ''; ;) {
    const count = libc.recv(fd, buffer, buffer.length, LINUX.MSG_DONTWAIT);
    if (count > 0) text += buffer.latin1Slice(0, count);
    if (count === 0 || enough(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

for (const variant of variants) suite(`over ${variant.name}`, () => contract(variant));

function contract({ transport, workers }: Variant): void {
  let plane: DataPlane;
  let port: number;
  const held: ((issued: Issued) => void)[] = [];
  let holding = false;
  const sockets = new Set<Socket>();

  const settings = (limits: TransportLimits): DataPlaneSettings => {
    const platform = realPlatform();
    return {
      platform,
      transport,
      workers,
      limits,
      features: { securityCredentialsExtended: false },
      attribution: 'off',
      profile: 'modern',
      ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }],
      issue: (instance: Instance, material: Material, delivery: RoleDelivery) =>
        holding
          ? new Promise((resolve) => held.push(resolve))
          : named(instance.id, material, delivery, platform.clock.now()),
      observed: () => {},
      warn: (message) => assert.fail(message),
      failed: (message) => assert.fail(message),
    };
  };

  const listening = async (on: DataPlane, host: string): Promise<number> => {
    const result = await on.listen({ host, port: 0, network: 'default' });
    if (!result.ok) throw new Error(result.error.message);
    return result.value.port;
  };

  const dial = (to = port, host = '127.0.0.1'): Socket => {
    const socket = connect({ port: to, host, allowHalfOpen: true });
    sockets.add(socket);
    socket.on('error', () => {});
    return socket;
  };

  /** What comes back until the server closes or `enough` says so. */
  const read = (socket: Socket, enough: (text: string) => boolean = () => false): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const done = (): void => resolve(text);
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (enough(text)) done();
      });
      socket.once('end', done);
      socket.once('close', done);
    });

  const ask = async (text: string, to = port, host = '127.0.0.1'): Promise<string> => {
    const socket = dial(to, host);
    socket.write(text, 'latin1');
    const answer = await read(socket);
    socket.destroy();
    return answer;
  };

  const answers = (text: string): number => text.match(/HTTP\/1\.[01] \d{3}/g)?.length ?? 0;

  before(async () => {
    plane = await DataPlane.start(settings(LIMITS));
    assert.equal(plane.transport, transport);
    await plane.apply([
      putInstance('a', {
        userDataBase64: randomBytes(16_384).toString('base64'),
        options: { httpPutResponseHopLimit: 1, httpProtocolIpv6: 'enabled' },
      }),
      putInstance('b', { attachments: [{ kind: 'destination', address: '127.0.0.2', network: 'default' }] }),
    ]);
    port = await listening(plane, '127.0.0.1');
  });

  after(async () => {
    for (const socket of sockets) socket.destroy();
    const begun = performance.now();
    await plane.close();
    assert.ok(performance.now() - begun < 1000, 'it stops within a second');
  });

  test('a request is answered and the connection closed', async () => {
    const answer = await ask(get(ID));
    assert.equal(statusOf(answer), 200);
    assert.ok(answer.endsWith(deriveInstanceId('a')));
  });

  test('a connection that is kept alive answers one request after the other', async () => {
    const socket = dial();
    for (let round = 1; round <= 3; round++) {
      const answer = read(socket, (text) => text.endsWith(deriveInstanceId('a')));
      socket.write(get(ID, KEEP));
      assert.equal(statusOf(await answer), 200);
      assert.doesNotMatch(await answer, /Connection:/);
    }
  });

  test('pipelined requests are answered in order, the token PUT among them', async () => {
    const answer = await ask(get(ID, KEEP) + put('/latest/api/token', TTL, KEEP) + get('/nothing', KEEP) + get(ID));
    assert.deepEqual(answer.match(/HTTP\/1\.1 \d{3}/g), [
      'HTTP/1.1 200',
      'HTTP/1.1 200',
      'HTTP/1.1 404',
      'HTTP/1.1 200',
    ]);
  });

  test('a token minted here opens what is asked for later', async () => {
    const token = (await ask(put('/latest/api/token', TTL))).slice(-56);
    const answer = await ask(get(ID, `X-aws-ec2-metadata-token: ${token}`));
    assert.match(answer, /X-Aws-Ec2-Metadata-Token-Ttl-Seconds: (?:60|59)\r\n/);
  });

  test('a request that comes byte by byte is answered', async () => {
    const socket = dial();
    socket.setNoDelay(true);
    const answer = read(socket);
    for (const character of get(ID)) {
      socket.write(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(statusOf(await answer), 200);
  });

  test('a client that has finished sending still gets its answers', async () => {
    const socket = dial();
    socket.end(get(ID, KEEP) + get(ID, KEEP));
    assert.equal(answers(await read(socket)), 2);
  });

  test('a client that has finished sending still gets an answer that has to be waited for', async () => {
    holding = true;
    await plane.apply([
      putInstance('b', { attachments: [{ kind: 'destination', address: '127.0.0.2', network: 'default' }] }),
    ]);
    const other = await listening(plane, '127.0.0.2');
    const socket = dial(other, '127.0.0.2');
    socket.end(get(SIGNATURE, KEEP));
    const answer = read(socket);
    while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    holding = false;
    for (const arrived of held.splice(0)) arrived(named(deriveInstanceId('b'), 'signature', '1.0', Date.now()));
    assert.match(await answer, new RegExp(`signature 1.0 of ${deriveInstanceId('b')}`));
  });

  test('a client whose end comes in one packet with its last request is answered, and let go at once', async () => {
    if (typeof libc === 'string') return;
    const begun = performance.now();
    const fd = libc.socket(LINUX.AF_INET, LINUX.SOCK_STREAM | LINUX.SOCK_CLOEXEC, 0);
    const address = Buffer.alloc(SOCKET_ADDRESS_BYTES);
    libc.connect(fd, address, writeAddress(address, '127.0.0.1', port) ?? 0);
    const request = Buffer.from(get(ID, KEEP));
    libc.send(fd, request, request.length, LINUX.MSG_NOSIGNAL);
    assert.equal(answers(await receive(libc, fd, (text) => answers(text) === 1)), 1);
    libc.send(fd, request, request.length, LINUX.MSG_NOSIGNAL | LINUX.MSG_MORE);
    libc.shutdown(fd, LINUX.SHUT_WR);
    assert.equal(answers(await receive(libc, fd, () => false)), 1);
    libc.close(fd);
    assert.ok(performance.now() - begun < LIMITS.idleTimeoutMs - 500);
  });

  test('however much comes while an answer has to be waited for is read after it', async () => {
    holding = true;
    await plane.apply([removeInstance('b'), putInstance('b', AT_TWO)]);
    const other = await listening(plane, '127.0.0.2');
    const socket = dial(other, '127.0.0.2');
    const answered = read(socket, (text) => answers(text) === 21);
    socket.write(get(SIGNATURE, KEEP));
    while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    socket.write(get(ID, KEEP, `X-Pad: ${'x'.repeat(5000)}`).repeat(20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    holding = false;
    for (const arrived of held.splice(0)) arrived(named(deriveInstanceId('b'), 'signature', '1.0', Date.now()));
    assert.equal(answers(await answered), 21);
  });

  test('what is refused is told before the connection ends, however much is still coming', async () => {
    const socket = dial();
    const answer = read(socket);
    socket.write(`GET / HTTP/1.1\r\nbad header\r\n${'x'.repeat(200_000)}`);
    assert.equal(statusOf(await answer), 400);
    const tooLong = dial();
    const refused = read(tooLong);
    tooLong.write(`GET /${'x'.repeat(300_000)}`);
    assert.equal(statusOf(await refused), 414);
  });

  test('every instance is known by the address it is reached at', async () => {
    const other = await listening(plane, '127.0.0.2');
    assert.ok((await ask(get(ID), other, '127.0.0.2')).endsWith(deriveInstanceId('b')));
  });

  test('a listener that is closed takes nobody else, and lets who is connected go on', async () => {
    const listening = await plane.listen({ host: '127.0.0.1', port: 0, network: 'default' });
    assert.ok(listening.ok);
    const { port: other } = listening.value;
    const socket = dial(other);
    const first = read(socket, (text) => text.endsWith(deriveInstanceId('a')));
    socket.write(get(ID, KEEP));
    assert.equal(statusOf(await first), 200);
    await listening.value.close();
    assert.equal(await ask(get(ID), other), '');
    const second = read(socket);
    socket.write(get(ID));
    assert.equal(statusOf(await second), 200);
    const again = await plane.listen({ host: '127.0.0.1', port: other, network: 'default' });
    assert.ok(again.ok);
    assert.equal(statusOf(await ask(get(ID), other)), 200);
    await again.value.close();
  });

  test(
    'a socket that somebody else has bound is served as the instance it is given for',
    { skip: typeof libc === 'string' ? libc : false },
    async () => {
      assert.ok(typeof libc !== 'string');
      const descriptor = libc.socket(LINUX.AF_INET, LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC, 0);
      const loopback = Buffer.from([LINUX.AF_INET, 0, 0, 0, 127, 0, 0, 1, ...Array<number>(8).fill(0)]);
      assert.equal(libc.bind(descriptor, loopback, loopback.length), 0);
      const given = await plane.listen({ descriptor, network: instanceNetwork(deriveInstanceId('b')) });
      assert.ok(given.ok);
      assert.ok((await ask(get(ID), given.value.port)).endsWith(deriveInstanceId('b')));
      await given.value.close();
      assert.equal(await ask(get(ID), given.value.port), '');
    },
  );

  test('over IPv6 only those are served whose option says so', async () => {
    const ipv6 = await listening(plane, '::1');
    assert.ok((await ask(get(ID), ipv6, '::1')).endsWith(deriveInstanceId('a')));
    await plane.apply([putInstance('a', { userDataBase64: 'eHl6' })]);
    assert.equal(await ask(get(ID), ipv6, '::1'), '');
    await plane.apply([putInstance('a', { options: { httpPutResponseHopLimit: 1, httpProtocolIpv6: 'enabled' } })]);
  });

  test('a caller nobody knows gets nothing, and one who was known gets nothing more', async () => {
    let unknownCallers = 0;
    const lonely = await DataPlane.start({
      ...settings(LIMITS),
      observed: (observation) => (unknownCallers += observation.unknownCallers),
    });
    const where = await listening(lonely, '127.0.0.1');
    assert.equal(await ask(get(ID), where), '');
    await lonely.apply([putInstance('c')]);
    const socket = dial(where);
    const first = read(socket, (text) => text.endsWith(deriveInstanceId('c')));
    socket.write(get(ID, KEEP));
    assert.equal(statusOf(await first), 200);
    await lonely.apply([removeInstance('c')]);
    const second = read(socket);
    socket.write(get(ID, KEEP));
    assert.equal(await second, '');
    await lonely.close();
    assert.equal(unknownCallers, 2);
  });

  test('a change is seen by the next request of a connection that is open', async () => {
    const socket = dial();
    const first = read(socket, (text) => text.endsWith(deriveInstanceId('a')));
    socket.write(get(ID, KEEP));
    assert.equal(statusOf(await first), 200);
    await plane.apply([putInstance('a', { options: { httpTokens: 'required' } })]);
    const second = read(socket);
    socket.write(get(ID));
    assert.equal(statusOf(await second), 401);
    await plane.apply([putInstance('a', { userDataBase64: Buffer.alloc(16_384, 7).toString('base64') })]);
  });

  test('a request that trickles in does not get more time for it', async () => {
    const socket = dial();
    const closed = read(socket);
    const begun = performance.now();
    const trickle = setInterval(() => socket.write('a'), 100);
    socket.write('GET /');
    assert.equal(await closed, '');
    clearInterval(trickle);
    const took = performance.now() - begun;
    assert.ok(took >= LIMITS.headTimeoutMs - 200 && took < LIMITS.headTimeoutMs + 3000, `${took} ms`);
  });

  test('a connection that is idle for too long is closed', async () => {
    const socket = dial();
    const closed = read(socket);
    socket.write(get(ID, KEEP));
    assert.equal(answers(await closed), 1);
  });

  test('a client that asks for much and takes nothing is given up, and harms nobody meanwhile', async () => {
    const socket = dial();
    socket.pause();
    const gone = new Promise((resolve) => socket.once('close', resolve));
    const flood = get('/latest/user-data', KEEP).repeat(500);
    for (let round = 0; round < 20 && !socket.destroyed; round++) {
      socket.write(flood);
      assert.equal(statusOf(await ask(get(ID))), 200);
    }
    const poke = setInterval(() => socket.write('x'), 200);
    await gone;
    clearInterval(poke);
  });

  test('a request for material that never comes ends without an answer', async () => {
    holding = true;
    await plane.apply([putInstance('a', { amiLaunchIndex: 5 })]);
    assert.equal(await ask(get(SIGNATURE)), '');
    holding = false;
    held.splice(0);
    await plane.apply([putInstance('a', {})]);
  });

  test('one answer serves everybody who waited for it', async () => {
    holding = true;
    await plane.apply([putInstance('a', { amiLaunchIndex: 6 })]);
    const waiting = Array.from({ length: 50 }, () => ask(get(SIGNATURE)));
    while (held.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(held.length <= workers, `asked ${held.length} times`);
    for (const arrived of held.splice(0)) arrived(named(deriveInstanceId('a'), 'signature', '1.0', Date.now()));
    for (const answer of await Promise.all(waiting)) assert.match(answer, /signature 1\.0/);
    holding = false;
  });

  test('requests beyond an allowance get 503, and are counted', async () => {
    const thrifty = await DataPlane.start({ ...settings(LIMITS), throttle: { requestsPerSecond: 5 } });
    await thrifty.apply([putInstance('a'), putInstance('b', { throttle: { requestsPerSecond: 0 }, ...AT_TWO })]);
    const text = get(ID, KEEP).repeat(49) + get(ID);
    const answer = await ask(text, await listening(thrifty, '127.0.0.1'));
    const refused = answer.match(/HTTP\/1\.1 503/g)?.length ?? 0;
    assert.equal(answers(answer), 50);
    assert.ok(refused > 0 && refused <= 45, `${refused} refused`);
    const unlimited = await ask(text, await listening(thrifty, '127.0.0.2'), '127.0.0.2');
    assert.equal(unlimited.match(/HTTP\/1\.1 200/g)?.length, 50);
    while (thrifty.losses().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(
      thrifty.losses().map(({ instanceId, requestsThrottled }) => [instanceId, requestsThrottled]),
      [[deriveInstanceId('a'), refused]],
    );
    await thrifty.close();
  });

  // There is no call for counting packets in node:net.
  if (transport === 'epoll')
    test('packets beyond an allowance are late, or lost, and never refused', async () => {
      const thrifty = await DataPlane.start({
        ...settings(DEFAULT_TRANSPORT_LIMITS),
        throttle: { packetsPerSecond: 10 },
      });
      await thrifty.apply([putInstance('a')]);
      const where = await listening(thrifty, '127.0.0.1');
      const got = await Promise.all(Array.from({ length: 12 }, () => ask(get(ID), where)));
      assert.ok(got.every((answer) => answer === '' || statusOf(answer) === 200));
      assert.ok(got.some((answer) => answer !== ''));
      while (thrifty.losses().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      const [losses] = thrifty.losses();
      assert.ok((losses?.packetsThrottled ?? 0) >= 12 - 5 * workers, `${losses?.packetsThrottled} held back`);
      assert.equal(losses?.requestsThrottled, 0);
      await thrifty.close();
    });

  test('connections beyond the cap are closed, and there is room again when others have gone', async () => {
    const small = await DataPlane.start(settings({ ...LIMITS, connections: 8 }));
    await small.apply([putInstance('a')]);
    const where = await listening(small, '127.0.0.1');
    const open = Array.from({ length: 64 }, () => dial(where));
    const held = open.map((socket) => read(socket, (text) => text.endsWith(deriveInstanceId('a'))));
    for (const socket of open) socket.write(get(ID, KEEP));
    const served = (await Promise.all(held)).filter((text) => statusOf(text) === 200).length;
    assert.ok(served >= 1 && served <= 8 * workers, `${served} served`);
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(statusOf(await ask(get(ID), where)), 200);
    await small.close();
  });

  test('two thousand clients at once, each with a token of its own, all get what they ask for', async () => {
    const client = async (): Promise<number> => {
      const token = (await ask(put('/latest/api/token', TTL))).slice(-56);
      const header = `X-aws-ec2-metadata-token: ${token}`;
      const paths = ['/latest/meta-data/', ID, '/latest/meta-data/mac', SIGNATURE];
      const text = paths.map((path) => get(path, KEEP, header)).join('') + get('/', header);
      return (await ask(text)).match(/HTTP\/1\.1 200/g)?.length ?? 0;
    };
    const counts = await Promise.all(Array.from({ length: 2000 }, client));
    assert.deepEqual([...new Set(counts)], [5]);
  });

  test(
    'nothing is left open by those who have gone',
    { skip: process.platform === 'linux' ? false : 'counts /proc/self/fd, which only Linux has' },
    async () => {
      const open = (): number => readdirSync('/proc/self/fd').length;
      await ask(get(ID));
      const before = open();
      for (let round = 0; round < 10; round++) {
        await Promise.all(Array.from({ length: 50 }, () => ask(get(ID))));
        const broken = Array.from({ length: 20 }, () => dial());
        for (const socket of broken) socket.write('GET / HT');
        await new Promise((resolve) => setTimeout(resolve, 10));
        for (const socket of broken) socket.resetAndDestroy();
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.ok(open() <= before + 3, `${before} before, ${open()} after`);
    },
  );
}
