import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { glob, globCodes, matchesGlob } from './glob.ts';

function matches(pattern: string, text: string): boolean {
  return matchesGlob(glob(globCodes(pattern, true)), text);
}

/** The definition, word for word, at exponential cost. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (pattern.startsWith('?') || pattern[0] === text[0]) && naive(rest, text.slice(1));
}

test('a glob matches what its definition matches', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      assert.equal(matches(p, t), naive(p, t));
    }),
    { numRuns: 5000 },
  );
});

test('without wildcards a glob is its text', () => {
  assert.equal(matchesGlob(glob(globCodes('a*?', false)), 'a*?'), true);
  assert.equal(matchesGlob(glob(globCodes('a*?', false)), 'abc'), false);
});

test('a glob written to be slow is read in good time', () => {
  // A regular expression would need longer than anybody lives.
  assert.equal(matches(`${'a*'.repeat(2_000)}b`, 'a'.repeat(4_000)), false);
});
