import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress } from './address.ts';
import { inRange, parseAddressRange } from './address-range.ts';

function contains(range: string, address: string): boolean | undefined {
  const parsed = parseAddressRange(range);
  const key = parseAddress(address);
  return parsed === undefined || key === undefined ? undefined : inRange(parsed, key);
}

/** An address written out bit by bit. */
const v4Bits = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
const v6Bits = (groups: readonly number[]): string =>
  groups.map((group) => group.toString(2).padStart(16, '0')).join('');
const v4Text = (bytes: readonly number[]): string => bytes.join('.');
const v6Text = (groups: readonly number[]): string => groups.map((group) => group.toString(16)).join(':');

/** A neighbor that shares some first bits, so that both answers come up often. */
function pair(unit: number, length: number): fc.Arbitrary<readonly [number[], number[]]> {
  const units = fc.array(fc.integer({ min: 0, max: unit }), { minLength: length, maxLength: length });
  const flipped = fc.tuple(units, fc.nat({ max: length - 1 }), fc.integer({ min: 0, max: unit }));
  return flipped.map(
    ([base, at, mask]) => [base, base.map((each, index) => (index === at ? each ^ mask : each))] as const,
  );
}

test('an IPv4 prefix holds the addresses that share its bits', () => {
  fc.assert(
    fc.property(pair(255, 4), fc.integer({ min: 0, max: 32 }), ([base, other], bits) => {
      const expected = v4Bits(base).slice(0, bits) === v4Bits(other).slice(0, bits);
      assert.equal(contains(`${v4Text(base)}/${bits}`, v4Text(other)), expected);
    }),
    { numRuns: 2000 },
  );
});

test('an IPv6 prefix holds the addresses that share its bits', () => {
  // A first group that is not zero keeps IPv4-mapped addresses out.
  const sides = pair(0xffff, 8).map((both) => both.map(([, ...rest]) => [0x2001, ...rest]));
  fc.assert(
    fc.property(sides, fc.integer({ min: 0, max: 128 }), ([base = [], other = []], bits) => {
      const expected = v6Bits(base).slice(0, bits) === v6Bits(other).slice(0, bits);
      assert.equal(contains(`${v6Text(base)}/${bits}`, v6Text(other)), expected);
    }),
    { numRuns: 2000 },
  );
});

test('an address alone is a range of one', () => {
  assert.equal(contains('203.0.113.7', '203.0.113.7'), true);
  assert.equal(contains('203.0.113.7', '203.0.113.8'), false);
  assert.equal(contains('2001:DB8::1', '2001:db8:0:0::1'), true);
  assert.equal(contains('2001:db8::1', '2001:db8::2'), false);
});

test('the families do not mix, and a mapped IPv4 address is IPv4', () => {
  assert.equal(contains('0.0.0.0/0', '::1'), false);
  assert.equal(contains('::/0', '10.0.0.1'), false);
  assert.equal(contains('10.0.0.0/8', '::ffff:10.1.2.3'), true);
  assert.equal(contains('::ffff:10.0.0.0/104', '10.1.2.3'), true);
  assert.equal(contains('::ffff:10.0.0.0/104', '11.1.2.3'), false);
});

test('what is no range is refused', () => {
  for (const text of [
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '2001:db8::/129',
    '::ffff:10.0.0.0/8',
    '10.0.0.0/',
    'fe80::1%eth0',
    '10.0.0.0/8 ',
  ]) {
    assert.equal(parseAddressRange(text), undefined, text);
  }
});
