import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessKeyId } from './access-key-id.ts';

/** The published way to read an account number out of an access key id: 40 bits behind the first of its base32 digits. */
function accountOf(id: string): string {
  const bits = id
    .slice(4)
    .split('')
    .reduce((sum, digit) => sum * 32n + BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit)), 0n);
  return String((bits >> 39n) & ((1n << 40n) - 1n)).padStart(12, '0');
}

test('the account can be read out of AWS’s own access key ids so', () => {
  assert.equal(accountOf('ASIAQNZGKIQY56JQ7WML'), '029608264753');
});

test('the account can be read out of ours', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999_999 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (account, digest) => {
        const accountId = String(account).padStart(12, '0');
        const id = accessKeyId('ASIA', accountId, digest);
        assert.match(id, /^ASIA[A-Z2-7]{16}$/);
        assert.equal(accountOf(id), accountId);
      },
    ),
  );
});

test('keys of one account differ by their digests', () => {
  const ids = Array.from({ length: 256 }, (_, octet) =>
    accessKeyId('ASIA', '123456789012', new Uint8Array(32).fill(octet)),
  );
  assert.equal(new Set(ids).size, 256);
});
