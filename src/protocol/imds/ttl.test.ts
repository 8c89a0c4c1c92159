import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTtlSeconds } from './ttl.ts';

function ttl(text: string): number | undefined {
  const bytes = Buffer.from(`9${text}9`, 'latin1');
  return parseTtlSeconds(bytes, 1, bytes.length - 1);
}

test('one second to six hours, in digits', () => {
  assert.equal(ttl('1'), 1);
  assert.equal(ttl('21600'), 21600);
  assert.equal(ttl('00060'), 60);
});

test('everything else is none', () => {
  for (const text of [
    '',
    '0',
    '000',
    '21601',
    '-1',
    '+1',
    '1.0',
    '1e2',
    '0x10',
    ' 60',
    '60 ',
    '6 0',
    'sixty',
    '１',
    '9'.repeat(500),
  ]) {
    assert.equal(ttl(text), undefined, text);
  }
});

test('any number is taken exactly when it is in range', () => {
  fc.assert(
    fc.property(fc.nat(50_000), (seconds) => {
      assert.equal(ttl(String(seconds)), seconds >= 1 && seconds <= 21600 ? seconds : undefined);
    }),
  );
});
