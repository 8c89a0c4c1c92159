import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Allowance } from './allowance.ts';

test('what may be spent is a share of the time that passes, and a reserve', () => {
  let nowUs = 1000;
  const allowance = new Allowance(() => nowUs, 0.1, 500);
  assert.equal(allowance.hasLeft(), true);
  allowance.spend(600);
  assert.equal(allowance.hasLeft(), false);
  nowUs += 1000;
  assert.equal(allowance.hasLeft(), false, 'it owes as much as it got');
  nowUs += 10;
  assert.equal(allowance.hasLeft(), true);
  nowUs += 1_000_000;
  assert.equal(allowance.hasLeft(), true);
  allowance.spend(500);
  assert.equal(allowance.hasLeft(), false, 'the reserve does not grow');
});

test('a part of the reserve can be left to others', () => {
  const allowance = new Allowance(() => 0, 0.1, 500);
  allowance.spend(200);
  assert.deepEqual([allowance.hasLeft(0.5), allowance.hasLeft(0.6)], [true, false]);
});
