import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadLibc } from '#host';
import type { Libc } from '#host';
import type { RunProgram } from '#link';
import { checkOpenFiles } from './check-limits.ts';
import { checkNamespaces, checkNftables, checkPrograms } from './check-network.ts';
import { checkPort } from './check-ports.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkState } from './check-state.ts';
import { checkTime } from './check-time.ts';
import { isFit } from './examine.ts';

const folder = mkdtempSync(join(tmpdir(), 'openimds-doctor-'));
after(() => rmSync(folder, { recursive: true }));

const NOW = Date.UTC(2026, 10, 22, 12);
const missing: RunProgram = ({ program }) =>
  Promise.resolve({ ok: false, error: `${program} is not on the search path` });
const present: RunProgram = ({ program }) => Promise.resolve({ ok: true, value: `${program} 1.0\nmore` });
const clockThatIs = (answer: number): Libc => ({ adjtimex: () => answer }) as unknown as Libc;

test('without the C library, up works and hop limits are not enforced', () => {
  const checks = checkRuntime('the optional package koffi does not load', '26.0.0');
  assert.deepEqual(
    checks.map(({ state }) => state),
    ['works', 'limited', 'limited', 'limited'],
  );
  assert.match(checks[1]?.remedy ?? '', /npm install --include=optional/);
  assert.ok(isFit(checks));
});

test(
  'with it, hop limits are tried on sockets',
  { skip: typeof loadLibc() === 'string' ? 'no C library' : false },
  () => {
    assert.deepEqual(
      checkRuntime(loadLibc(), '26.0.0')
        .slice(0, 3)
        .map(({ state }) => state),
      ['works', 'works', 'works'],
    );
    const refusing = { ...(loadLibc() as Libc), setsockopt: () => -1 };
    assert.deepEqual(
      checkRuntime(refusing, '26.0.0').map(({ state }) => state),
      ['works', 'limited', 'limited', 'limited'],
    );
  },
);

test('a state that others may look into is told with the command that shuts it', () => {
  const state = join(folder, 'state');
  assert.equal(checkState(join(state, 'deep', 'er')).finding, `${join(state, 'deep', 'er')}, which will be made`);
  mkdirSync(state, { mode: 0o755 });
  assert.equal(checkState(state).state, 'works', 'nothing is in it yet');
  writeFileSync(join(state, 'registry.db'), '');
  chmodSync(state, 0o750);
  assert.deepEqual([checkState(state).state, checkState(state).remedy], ['limited', `chmod 700 ${state}`]);
  chmodSync(state, 0o700);
  assert.equal(checkState(state).state, 'works');
  assert.equal(checkState(join(state, 'registry.db')).state, 'fails');
});

test('a port that is taken is no matter unless it was asked for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = { name: 'port', port, flag: '--port' };
  assert.equal((await checkPort({ ...request, isExplicit: false })).state, 'limited');
  assert.equal((await checkPort({ ...request, isExplicit: true })).state, 'fails');
  server.close();
  await once(server, 'close');
  assert.equal((await checkPort({ ...request, isExplicit: true })).state, 'works');
});

test('a clock before the release is wrong, and one that nothing keeps may be', () => {
  const at = (nowMs: number): { now(): number } => ({ now: () => nowMs });
  assert.equal(checkTime('no libc', at(0)).state, 'fails');
  assert.equal(checkTime(clockThatIs(0), at(NOW)).finding, 'the clock is synchronized');
  assert.match(checkTime(clockThatIs(5), at(NOW)).remedy ?? '', /^timedatectl set-ntp true/);
});

test('fewer open files than connections are let in, is said', () => {
  const limits = (soft: string): string =>
    `Limit   Soft Limit  Hard Limit  Units\nMax open files            ${soft}   ${soft}  files\n`;
  assert.equal(checkOpenFiles(limits('1048576')).state, 'works');
  assert.equal(checkOpenFiles(limits('unlimited')).state, 'works');
  assert.match(checkOpenFiles(limits('1024')).remedy ?? '', /^ulimit -n 16896, LimitNOFILE=16896/);
});

test('programs that are missing are told with what they are for and where they are', async () => {
  const checks = await checkPrograms(missing);
  assert.deepEqual(
    checks.map(({ state }) => state),
    Array(4).fill('limited'),
  );
  assert.match(checks[0]?.finding ?? '', /missing, and with it openimds run and link/);
  assert.match(checks[0]?.remedy ?? '', /apt-get install iproute2/);
  assert.match((await checkNftables(missing)).remedy ?? '', /apt-get install nftables/);
  assert.deepEqual(
    (await checkPrograms(present)).map(({ finding }) => finding),
    ['ip 1.0', 'nsenter 1.0', 'setpriv 1.0', 'slirp4netns 1.0'],
  );
  assert.equal((await checkNamespaces(present)).state, 'works');
});
