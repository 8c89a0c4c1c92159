import { deepEqual, equal, ok as truthy } from 'node:assert/strict';
import { test } from 'node:test';

import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';

import { decodeCbor, encodeCbor } from './cbor.ts';

const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));

const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
const { tree: value } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.uint8Array(),
    fc.date({ noInvalidDate: true, min: new Date(-8e12), max: new Date(8e12) }),
    fc.array(tie('tree')),
    fc.dictionary(text, tie('tree'), { noNullPrototype: true }),
  ),
}));

test('what is written is read', () => {
  fc.assert(
    fc.property(value, (original) => deepEqual(decodeCbor(encodeCbor(original)), { ok: true, value: original })),
  );
});

test('the AWS SDK reads what we write', () => {
  const plain = fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof(text, fc.double({ noNaN: true }), fc.boolean()),
    {
      noNullPrototype: true,
    },
  );
  fc.assert(fc.property(plain, (original) => deepEqual(cbor.deserialize(encodeCbor(original)), original)));
});

test('the examples of RFC 8949, appendix A, are read', () => {
  const examples: readonly (readonly [string, unknown])[] = [
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1000],
    ['f90000', 0],
    ['f93c00', 1],
    ['f93e00', 1.5],
    ['f97bff', 65_504],
    ['f90001', 5.960464477539063e-8],
    ['f9c400', -4],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f97c00', Infinity],
    ['f9fc00', -Infinity],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['c11a514b67b0', new Date(1_363_896_240_000)],
    ['c1fb41d452d9ec200000', new Date(1_363_896_240_500)],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['6449455446', 'IETF'],
    ['62c3bc', 'ü'],
    ['83010203', [1, 2, 3]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['9fff', []],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ];
  for (const [digits, expected] of examples) deepEqual(decodeCbor(hex(digits)), { ok: true, value: expected }, digits);
  truthy(Number.isNaN(read(hex('f97e00'))));
});

test('what is cut short, too deep, or not for this protocol is refused with a reason', () => {
  const refused = [
    '',
    '18',
    '6261',
    '82',
    'ff',
    '1c',
    'f8',
    'e0',
    'a10102',
    '0000',
    '62ffff',
    '5f6161ff',
    'c16161',
    '9bffffffffffffffff',
    'bbffffffffffffffff',
  ];
  for (const digits of refused) equal(decodeCbor(hex(digits)).ok, false, digits);
  deepEqual(decodeCbor(new Uint8Array(10_000).fill(0x81)), { ok: false, error: 'The CBOR is nested too deeply.' });
});

test('reading never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => typeof decodeCbor(bytes).ok === 'boolean'));
});

test('a key cannot reach the prototype of what is read', () => {
  const bytes = encodeCbor(Object.fromEntries([['__proto__', { polluted: true }]]));
  const result = decodeCbor(bytes);
  truthy(result.ok);
  deepEqual(Object.getPrototypeOf(result.value), Object.prototype);
});

function read(bytes: Uint8Array): number {
  const result = decodeCbor(bytes);
  return result.ok ? Number(result.value) : 0;
}
