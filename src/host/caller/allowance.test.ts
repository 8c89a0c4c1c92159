import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Allowance } from './allowance.ts';

test('what may be spent is a share of the time that passes, and a reserve', () => {
  let nowUs = 1000;
  const allowance = new Allowance(() => nowUs, 0.1, 500);
  assert.equal(allowance.left, true);
  allowance.spend(600);
  assert.equal(allowance.left, false);
  nowUs += 1000;
  assert.equal(allowance.left, false, 'it owes as much as it got');
  nowUs += 10;
  assert.equal(allowance.left, true);
  nowUs += 1_000_000;
  assert.equal(allowance.left, true);
  allowance.spend(500);
  assert.equal(allowance.left, false, 'the reserve does not grow');
});
