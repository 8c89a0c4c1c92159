import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { loadLibc } from './libc.ts';
import { namespacePath, openSocketInNamespace } from './netns.ts';

const SELF = '/proc/thread-self/ns/net';
const libc = loadLibc();
const skip = typeof libc === 'string' ? libc : process.getuid?.() === 0 ? false : 'needs root';

test('a namespace is named as ip does, or by its path', () => {
  assert.equal(namespacePath('web'), '/run/netns/web');
  assert.equal(namespacePath('/proc/7/ns/net'), '/proc/7/ns/net');
});

test('what is opened inside is called inside, and the thread comes back', { skip }, async () => {
  if (typeof libc === 'string') return;
  const child = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const home = readlinkSync(SELF);
  const inside = openSocketInNamespace(libc, `/proc/${child.pid}/ns/net`, () => readlinkSync(SELF));
  assert.ok(inside.ok);
  assert.equal(inside.value, readlinkSync(`/proc/${child.pid}/ns/net`));
  assert.notEqual(inside.value, home);
  assert.equal(readlinkSync(SELF), home);
  assert.throws(() =>
    openSocketInNamespace(libc, `/proc/${child.pid}/ns/net`, () => {
      throw new Error('inside');
    }),
  );
  assert.equal(readlinkSync(SELF), home, 'also after what was called failed');
  child.kill();
});

test('what is no namespace is told', { skip: typeof libc === 'string' ? libc : false }, () => {
  if (typeof libc === 'string') return;
  const missing = openSocketInNamespace(libc, 'openimds-no-such', () => 1);
  assert.ok(!missing.ok);
  assert.match(missing.error, /no network namespace \/run\/netns\/openimds-no-such/);
  const file = openSocketInNamespace(libc, import.meta.filename, () => 1);
  assert.ok(!file.ok);
  assert.match(file.error, /cannot be entered|CAP_SYS_ADMIN/);
});
