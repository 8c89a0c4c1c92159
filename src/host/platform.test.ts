import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINUX, loadLibc } from './libc.ts';
import { realPlatform } from './platform.ts';
import { releaseMemory } from './release-memory.ts';

test('no random byte is given twice, across the ends of the pool and beyond its size', () => {
  const { random } = realPlatform();
  const seen = new Set<string>();
  for (let round = 0; round < 3000; round++) {
    const bytes = random.bytes(16);
    assert.equal(bytes.length, 16);
    seen.add(Buffer.from(bytes).toString('hex'));
  }
  assert.equal(seen.size, 3000);
  assert.equal(random.bytes(20_000).length, 20_000);
});

test('hashes are the published ones', () => {
  const { crypto } = realPlatform();
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
  // FIPS 180-4 "abc"; RFC 4231 test case 2.
  assert.equal(hex(crypto.sha256(bytes('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const mac = crypto.hmacSha256(bytes('Jefe'), bytes('what do ya want for nothing?'));
  assert.equal(hex(mac), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

test('the C library answers as its manual says, or says why it cannot be called', () => {
  const libc = loadLibc();
  if (typeof libc === 'string') return assert.match(libc, /^(?:it is for|the optional package)/);
  assert.equal(libc.close(-1), -1);
  assert.equal(libc.errno(), 9, 'EBADF');
  const fd = libc.eventfd(3, LINUX.SOCK_CLOEXEC);
  const value = Buffer.alloc(8);
  assert.equal(libc.read(fd, value, 8), 8);
  assert.equal(value.readBigUInt64LE(), 3n);
  return assert.equal(libc.close(fd), 0);
});

test('memory that is no longer used is given back, and the collector is not left open', () => {
  let garbage: unknown[] = Array.from({ length: 500_000 }, (_, index) => ({ text: `${index}` }));
  const before = process.memoryUsage().heapTotal;
  assert.equal(garbage.length, 500_000);
  garbage = [];
  releaseMemory();
  assert.ok(process.memoryUsage().heapTotal < before);
  assert.equal('gc' in globalThis && typeof globalThis.gc, false);
});
