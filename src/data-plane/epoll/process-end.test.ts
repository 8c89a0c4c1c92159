import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { loadLibc } from '#host';

const libc = loadLibc();

/** A program that serves over epoll and then ends as it is told, its threads still waiting in the kernel. */
const program = (ending: string): string => `
import { DataPlane, DEFAULT_TRANSPORT_LIMITS } from '#data-plane';
import { realPlatform } from '#host';
const platform = realPlatform();
const plane = await DataPlane.start({
  platform, transport: 'epoll', workers: 2, limits: DEFAULT_TRANSPORT_LIMITS, profile: 'modern', attribution: 'off',
  features: { securityCredentialsExtended: false }, ring: [{ id: 0, secret: platform.random.bytes(32), sinceMs: 0 }],
  issue: () => ({ kind: 'unavailable', recheckAtMs: 0 }), observed: () => {}, warn: console.error, failed: console.error,
});
await plane.listen({ host: '127.0.0.1', port: 0, network: 'default' });
await new Promise((resolve) => setTimeout(resolve, 100));
${ending}`;

for (const [how, ending, status] of [
  ['by process.exit', 'process.exit(7)', 7],
  ['by an error nobody caught', 'throw new Error("unexpected")', 1],
] as const) {
  const skip = typeof libc === 'string' ? `the epoll transport is left out: ${libc}` : false;
  test(`a process that ends ${how} does not hang on threads that wait for connections`, { skip }, () => {
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program(ending)], {
      cwd: new URL('../../..', import.meta.url),
      timeout: 10_000,
      encoding: 'utf8',
    });
    assert.deepEqual({ status: ended.status, signal: ended.signal }, { status, signal: null }, ended.stderr);
  });
}
