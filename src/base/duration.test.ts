import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';

test('durations are read as they are written', () => {
  const said = { '200ms': 200, '1.5s': 1500, '2m': 120_000, '1h30m': 5_400_000, '14d': 1_209_600_000, '0s': 0 };
  for (const [text, ms] of Object.entries(said)) assert.equal(parseDuration(text), ms, text);
});

test('what is no duration is none', () => {
  for (const text of ['', '5', 's', '-1s', '1 s', '1.s', '.5s', '1y', '1s ', '1e3s', '9999999999999s']) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

test('what is written is read again', () => {
  const milliseconds = fc.integer({ min: 0, max: 31_622_400_000 });
  fc.assert(fc.property(milliseconds, (ms) => parseDuration(formatDuration(ms)) === ms));
});
