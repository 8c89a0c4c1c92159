import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectRange } from './byte-range.ts';

test('one range of bytes is selected, cut to what there is', () => {
  assert.deepEqual(selectRange('bytes=0-0', 10), { first: 0, last: 0 });
  assert.deepEqual(selectRange('Bytes= 3- ', 10), { first: 3, last: 9 });
  assert.deepEqual(selectRange('bytes=3-99', 10), { first: 3, last: 9 });
  assert.deepEqual(selectRange('bytes=-3', 10), { first: 7, last: 9 });
  assert.deepEqual(selectRange('bytes=-99', 10), { first: 0, last: 9 });
});

test('a range that holds nothing is unsatisfiable', () => {
  for (const range of ['bytes=10-', 'bytes=10-11', 'bytes=-0']) assert.equal(selectRange(range, 10), 'unsatisfiable');
  for (const range of ['bytes=0-', 'bytes=-5']) assert.equal(selectRange(range, 0), 'unsatisfiable');
});

test('a field that is no single range of bytes is ignored', () => {
  for (const range of [
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=0-1,3-4',
    'lines=0-1',
    'bytes=1 -2',
  ]) {
    assert.equal(selectRange(range, 10), 'whole', range);
  }
});
