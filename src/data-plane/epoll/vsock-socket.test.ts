import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibc } from '#host';
import { contextIdKey } from '#model';
import { readAddress, vsockAddress } from './socket-address.ts';
import { openVsockSocket } from './vsock-socket.ts';

test('a virtual machine is known by its context id, which no IP address is mistaken for', () => {
  const address = vsockAddress(80);
  address.writeUInt32LE(3, 8);
  assert.equal(readAddress(address), contextIdKey(3));
  assert.notEqual(contextIdKey(3), 3);
});

test('a vsock port is listened on, or it is said why that cannot be', () => {
  const libc = loadLibc();
  if (typeof libc === 'string') return;
  const opened = openVsockSocket(libc, { vsockPort: 54_321, network: '@vsock port 54321' });
  if (!opened.ok) return assert.match(opened.error.message, /^vsock port 54321/);
  assert.equal(opened.value.relayed, true);
  const taken = openVsockSocket(libc, { vsockPort: 54_321, network: '@vsock port 54321' });
  assert.deepEqual(taken, { ok: false, error: { kind: 'in-use', message: 'vsock port 54321 is in use' } });
  libc.close(opened.value.fd);
});
