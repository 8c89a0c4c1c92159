import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compareHeaderForm } from './compare-header-form.ts';

const NONE = new Set<string>();
const EC2 = ['Content-Type', 'Accept-Ranges', 'Last-Modified', 'Content-Length', 'Date', 'Server', 'Connection'];

const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,8}$/), {
  selector: (name) => name.toLowerCase(),
  maxLength: 8,
});
const permuted = names.chain((all) =>
  fc.shuffledSubarray(all, { minLength: all.length }).map((b) => [all, b] as const),
);
const respelled = names.chain((all) =>
  fc
    .tuple(...all.map(() => fc.boolean()))
    .map((upper) => [all, all.map((name, at) => (upper[at] ? name.toUpperCase() : name.toLowerCase()))] as const),
);

test('order and spelling are told apart, with the names in question', () => {
  const [server, ...rest] = EC2.toReversed();
  assert.deepEqual(compareHeaderForm(EC2, EC2, NONE), []);
  assert.deepEqual(compareHeaderForm(['A', 'Date', 'Server'], ['server', 'A', 'date'], NONE), [
    { what: 'header-order', a: 'A, Date, Server', b: 'server, A, date' },
    { what: 'header-spelling', a: 'Date, Server', b: 'date, server' },
  ]);
  assert.equal(compareHeaderForm(EC2, [...rest, server ?? ''], NONE)[0]?.what, 'header-order');
});

test('what only one side has, what is ignored and what is not known are no matter of form', () => {
  assert.deepEqual(compareHeaderForm(EC2, ['ETag', ...EC2.filter((name) => name !== 'Date')], NONE), []);
  assert.deepEqual(compareHeaderForm(EC2, [], NONE), []);
  assert.deepEqual(compareHeaderForm(['A', 'Server'], ['server', 'A'], new Set(['server'])), []);
});

test('another order is told exactly where it is another, and never as a spelling', () => {
  fc.assert(
    fc.property(permuted, ([a, b]) => {
      const same = a.every((name, at) => name === b[at]);
      assert.deepEqual(
        compareHeaderForm(a, b, NONE),
        same ? [] : [{ what: 'header-order', a: a.join(', '), b: b.join(', ') }],
      );
    }),
  );
});

test('another spelling is told exactly of the names that have one, and never as an order', () => {
  fc.assert(
    fc.property(respelled, ([a, b]) => {
      const changed = a.filter((name, at) => name !== b[at]).map((name) => name.toLowerCase());
      const found = compareHeaderForm(a, b, NONE);
      assert.deepEqual(
        found.map(({ what }) => what),
        changed.length === 0 ? [] : ['header-spelling'],
      );
      for (const side of [found[0]?.a, found[0]?.b])
        assert.deepEqual(side?.toLowerCase().split(', '), found.length === 0 ? undefined : changed.toSorted());
    }),
  );
});

test('the sides may change places', () => {
  fc.assert(
    fc.property(names, names, (a, b) => {
      const turned = compareHeaderForm(b, a, NONE).map((form) => ({ ...form, a: form.b, b: form.a }));
      assert.deepEqual(compareHeaderForm(a, b, NONE), turned);
    }),
  );
});
