import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACCOUNT_SCENARIOS } from './account-scenarios.test-support.ts';
import { GUARDRAIL_SCENARIOS } from './guardrail-scenarios.test-support.ts';
import { renderMatrix } from './matrix.test-support.ts';

const GOLDEN = new URL('../../fixtures/policy/matrix.txt', import.meta.url);

test('the matrix of verdicts is the one that was reviewed', () => {
  const matrix = renderMatrix([...GUARDRAIL_SCENARIOS, ...ACCOUNT_SCENARIOS]);
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(GOLDEN, matrix);
  assert.equal(
    matrix,
    readFileSync(GOLDEN, 'utf8'),
    'UPDATE_FIXTURES=1 rewrites fixtures/policy/matrix.txt; review the difference',
  );
});
