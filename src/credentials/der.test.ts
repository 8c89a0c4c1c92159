import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { bitString, integer, membersOf, objectIdentifier, octetString, sequence, setOf, tagged, time } from './der.ts';

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

test('values are encoded as X.690 and the standards that use it print them', () => {
  assert.equal(hex(integer(0)), '020100');
  assert.equal(hex(integer(0, 0)), '020100');
  assert.equal(hex(integer(0x7f)), '02017f');
  assert.equal(hex(integer(0x80)), '02020080');
  assert.equal(hex(integer(0, 1, 0)), '02020100');
  assert.equal(hex(objectIdentifier('1.2.840.113549.1.7.2')), '06092a864886f70d010702');
  assert.equal(hex(objectIdentifier('2.5.4.6')), '0603550406');
  assert.equal(hex(bitString(Buffer.from([0xa5]))), '030200a5');
  assert.equal(hex(tagged(3, integer(1))), 'a303020101');
});

test('lengths take the short form up to 127 and the shortest long form from there', () => {
  for (const [length, prefix] of [
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ] as const) {
    assert.ok(hex(octetString(Buffer.alloc(length))).startsWith(prefix), `${length}`);
  }
});

test('times are UTCTime until 2049 and GeneralizedTime from 2050', () => {
  assert.equal(time(Date.UTC(2049, 11, 31, 23, 59, 59, 999)).toString('latin1', 2), '491231235959Z');
  assert.equal(time(Date.UTC(2050, 0, 1)).toString('latin1', 2), '20500101000000Z');
  assert.deepEqual([time(Date.UTC(2049, 0))[0], time(Date.UTC(2050, 0))[0]], [0x17, 0x18]);
});

test('a SET OF is the same in whatever order its members come, and ascends', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (contents) => {
      const members = contents.map(octetString);
      const set = setOf(...members);
      assert.deepEqual(set, setOf(...members.toReversed()));
      const read = membersOf(set).map(hex);
      assert.deepEqual(read, read.toSorted());
    }),
  );
});

test('the members of a sequence are those it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (contents) => {
      const members = contents.map(octetString);
      assert.deepEqual(membersOf(sequence(...members)).map(hex), members.map(hex));
    }),
  );
});

test('reading members of anything ends, with members or a RangeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
      try {
        for (const member of membersOf(octets)) assert.ok(member.length > 0);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
  );
});

test(
  'openssl reads back numbers, identifiers and times',
  { skip: spawnSync('openssl', ['version']).error !== undefined },
  () => {
    const input = sequence(
      integer(0x80, 1),
      objectIdentifier('1.2.840.10040.4.3'),
      time(Date.UTC(2026, 2, 27, 2, 35, 33)),
    );
    const { stdout } = spawnSync('openssl', ['asn1parse', '-inform', 'DER'], { input });
    assert.match(String(stdout), /INTEGER\s+:8001\n.*OBJECT\s+:dsaWithSHA1\n.*UTCTIME\s+:260327023533Z\n/);
  },
);
