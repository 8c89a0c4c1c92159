import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { loadLibc } from '../libc.ts';
import { CallerFinder } from './find-caller.ts';

const loaded = loadLibc();
const libc = typeof loaded === 'string' ? undefined : loaded;
const skip = process.platform === 'linux' ? false : 'it is for Linux';
const LOOPBACK = 0x7f000001;
const THOROUGH = { peer: LOOPBACK, local: LOOPBACK, asker: 'i-1', thorough: true } as const;

/** A stopwatch on which a look takes as long as one likes. */
const stopped = (): number => 1;

/** The time a thread has worked that works so long between each two questions. */
function stepping(stepUs: number): () => number {
  let workedUs = 0;
  return () => (workedUs += stepUs);
}

async function connected(then: (ends: { peerPort: number; localPort: number }) => Promise<void>): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
  try {
    await then({ peerPort: client.localPort ?? 0, localPort: client.remotePort ?? 0 });
  } finally {
    client.destroy();
    server.close();
  }
}

for (const [how, asked] of [
  ['asking the kernel', libc],
  ['reading its tables', undefined],
] as const) {
  test(`the process at the other end of a connection is found by ${how}`, { skip }, async () => {
    const finder = new CallerFinder({ libc: asked, microseconds: stopped });
    await connected(async (ends) => {
      const found = await finder.find({ ...THOROUGH, ...ends });
      assert.ok(typeof found === 'object');
      assert.equal(found.pid, process.pid);
      assert.equal(found.executable, process.execPath);
      assert.equal(found.ancestors[0]?.pid, process.ppid);
      const other = await finder.find({ ...THOROUGH, ...ends, localPort: 1 });
      assert.equal(other, 'unknown');
    });
  });
}

test(
  'who is not looked for thoroughly is found where it called for the same asker, and not elsewhere',
  { skip },
  async () => {
    const finder = new CallerFinder({ libc, microseconds: stopped });
    const quickly = { ...THOROUGH, thorough: false };
    await connected(async (ends) => assert.equal(await finder.find({ ...quickly, ...ends }), 'busy'));
    await connected(async (ends) => assert.ok(typeof (await finder.find({ ...THOROUGH, ...ends })) === 'object'));
    await connected(async (ends) => {
      const found = await finder.find({ ...quickly, ...ends });
      assert.ok(typeof found === 'object');
      assert.equal(found.pid, process.pid);
      assert.equal(await finder.find({ ...quickly, ...ends, asker: 'i-2' }), 'busy');
      assert.equal(await finder.find({ ...quickly, ...ends, localPort: 1 }), 'busy');
    });
  },
);

test('looks that are not thorough leave half of the time saved up to others', { skip }, async () => {
  const finder = new CallerFinder({ libc, microseconds: stopped, workedUs: stepping(260_000) });
  await connected(async (ends) => {
    assert.ok(typeof (await finder.find({ ...THOROUGH, ...ends })) === 'object');
    assert.equal(await finder.find({ ...THOROUGH, ...ends, thorough: false }), 'busy');
    assert.ok(typeof (await finder.find({ ...THOROUGH, ...ends })) === 'object');
  });
});

test('a process that is named is described, and one that is gone is unknown', { skip }, async () => {
  const finder = new CallerFinder({ libc, microseconds: stopped });
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const found = await finder.find({ pid: child.pid ?? 0 });
  assert.ok(typeof found === 'object');
  assert.match(found.commandLine, /sleep 60$/);
  child.kill();
  await once(child, 'exit');
  assert.equal(await finder.find({ pid: child.pid ?? 0 }), 'unknown');
});

test('when looking has taken its share of the time, nobody is looked for until more has passed', { skip }, async () => {
  let nowUs = 1;
  const finder = new CallerFinder({ libc, microseconds: () => nowUs, workedUs: stepping(300_000) });
  const ask = (): Promise<unknown> => finder.find({ pid: process.pid });
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()];
  assert.ok(typeof answers[0] === 'object');
  assert.ok(answers.includes('busy'), 'each look takes all of the time');
  nowUs += 60_000_000;
  assert.ok(typeof (await ask()) === 'object');
});
