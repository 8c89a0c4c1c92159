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

/** A stopwatch on which a look takes as long as one likes. */
const stopped = (): number => 1;

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
      const found = await finder.find({ peer: LOOPBACK, local: LOOPBACK, ...ends });
      assert.ok(typeof found === 'object');
      assert.equal(found.pid, process.pid);
      assert.equal(found.executable, process.execPath);
      assert.equal(found.ancestors[0]?.pid, process.ppid);
      const other = await finder.find({ peer: LOOPBACK, local: LOOPBACK, ...ends, localPort: 1 });
      assert.equal(other, 'unknown');
    });
  });
}

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
  let workedUs = 0;
  const finder = new CallerFinder({ libc, microseconds: () => nowUs, workedUs: () => (workedUs += 300_000) });
  const ask = (): Promise<unknown> => finder.find({ pid: process.pid });
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()];
  assert.ok(typeof answers[0] === 'object');
  assert.ok(answers.includes('busy'), 'each look takes all of the time');
  nowUs += 60_000_000;
  assert.ok(typeof (await ask()) === 'object');
});
