import assert from 'node:assert/strict';
import { isIP, isIPv4 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, contextIdKey, isLoopback, parseAddress } from './address.ts';

test('an IPv4 address is its 32 bits', () => {
  assert.equal(parseAddress('127.0.0.1'), 0x7f000001);
  assert.equal(parseAddress('255.255.255.255'), 0xffffffff);
  assert.equal(parseAddress('0.0.0.0'), 0);
});

test('all spellings of an IPv6 address are one key', () => {
  const key = '20010db8000000000000000000000005';
  for (const text of [
    '2001:db8::5',
    '2001:0DB8:0:0:0:0:0:5',
    '2001:db8:0:0::0:5',
    '2001:db8::5%eth0',
    '2001:db8::0.0.0.5',
  ]) {
    assert.equal(parseAddress(text), key, text);
  }
  assert.equal(parseAddress('::'), '0'.repeat(32));
});

test('an IPv4-mapped address is the IPv4 address it stands for', () => {
  assert.equal(parseAddress('::ffff:10.0.0.5'), 0x0a000005);
  assert.equal(parseAddress('::ffff:a00:5'), 0x0a000005);
});

test('what Node calls an address is one, and nothing else', () => {
  const octet = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '01', '1e1', ' 1'));
  const group = fc.oneof(
    fc.nat(0x1ffff).map((value) => value.toString(16)),
    fc.constantFrom('', 'g', '00000'),
  );
  const texts = fc.oneof(
    fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.')),
    fc.array(group, { minLength: 1, maxLength: 9 }).map((groups) => groups.join(':')),
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(texts, (text) =>
      assert.equal(parseAddress(text) !== undefined, isIP(text) !== 0, JSON.stringify(text)),
    ),
    { numRuns: 5000 },
  );
});

test('loopback is 127.0.0.0/8 and ::1', () => {
  for (const text of ['127.0.0.1', '127.255.3.4', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(parseAddress(text) ?? 0), text);
  for (const text of ['128.0.0.1', '10.0.0.1', '::2', 'fd00:ec2::254'])
    assert.ok(!isLoopback(parseAddress(text) ?? 0), text);
  fc.assert(
    fc.property(fc.ipV4(), (text) =>
      assert.equal(isLoopback(parseAddress(text) ?? 0), text.startsWith('127.') && isIPv4(text)),
    ),
  );
});

test('the text of an address is the shortest, as URLs write it', () => {
  assert.equal(addressText(0x7f000001), '127.0.0.1');
  assert.equal(addressText(contextIdKey(3)), 'cid 3');
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const text = groups.map((value) => value.toString(16)).join(':');
      const key = parseAddress(text);
      assert.ok(key !== undefined);
      if (typeof key === 'number') return;
      assert.equal(`[${addressText(key)}]`, new URL(`http://[${text}]`).hostname);
      assert.equal(parseAddress(addressText(key)), key);
    }),
  );
});
