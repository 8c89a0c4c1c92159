import assert from 'node:assert/strict';
import { test } from 'node:test';

import { quantile, shuffled, slopeOf, spreadOf } from './measure/statistics.ts';

test('a quantile lies between its neighbours in proportion', () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([10, 0], 0.25), 2.5);
  assert.equal(quantile([7], 0.99), 7);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

test('a spread leaves out rounds that have no value', () => {
  assert.deepEqual(spreadOf([1, Number.NaN, 3]), {
    median: 2,
    lowerQuartile: 1.5,
    upperQuartile: 2.5,
    min: 1,
    max: 3,
    rounds: 2,
  });
  assert.equal(spreadOf([Number.NaN]), undefined);
});

test('the slope is that of the line through the points', () => {
  assert.equal(
    slopeOf([
      [0, 5],
      [2, 9],
      [4, 13],
    ]),
    2,
  );
  assert.equal(slopeOf([[1, 1]]), 0);
});

test('shuffling keeps every value', () => {
  const values = Array.from({ length: 50 }, (_, index) => index);
  assert.deepEqual(
    shuffled(values).sort((left, right) => left - right),
    values,
  );
});
