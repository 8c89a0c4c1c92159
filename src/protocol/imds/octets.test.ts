import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Octets } from '#base';

declare global {
  // Node has both, undocumented but used by many; its types leave them out.
  interface Buffer {
    latin1Slice(start?: number, end?: number): string;
    latin1Write(text: string, offset?: number): number;
  }
}

test("Node's Buffer is Octets", () => {
  const octets: Octets = Buffer.from([0x41, 0xe9, 0x42]);
  assert.equal(octets.latin1Slice(1, 3), 'éB');
  assert.equal(octets.latin1Write('\xff', 2), 1);
  assert.equal(octets.latin1Slice(), 'Aé\xff');
});
