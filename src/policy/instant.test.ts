import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseInstant } from './instant.ts';

test('every instant is read back from ISO 8601 and from seconds', () => {
  const date = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (instant) => {
      assert.equal(parseInstant(instant.toISOString()), instant.getTime());
      const seconds = Math.floor(instant.getTime() / 1000);
      assert.equal(parseInstant(String(seconds)), seconds * 1000);
    }),
  );
});

test('dates may be cut short and may carry a zone', () => {
  const cases = {
    '2026-07': '2026-07-01T00:00:00Z',
    '2026-07-04': '2026-07-04T00:00:00Z',
    '2026-07-04T12:30Z': '2026-07-04T12:30:00Z',
    '2026-07-04T12:30:15+02:00': '2026-07-04T10:30:15Z',
    '2026-07-04t12:30:15.5-0330': '2026-07-04T16:00:15.500Z',
    '2026-07-04T12:30:15': '2026-07-04T12:30:15Z',
    '2024-02-29': '2024-02-29T00:00:00Z',
  };
  for (const [text, same] of Object.entries(cases)) assert.equal(parseInstant(text), Date.parse(same), text);
  assert.equal(parseInstant('2020'), 2_020_000, 'digits alone are seconds');
});

test('what is no date is refused', () => {
  for (const text of [
    '',
    'soon',
    '2026-13',
    '2026-02-30',
    '2025-02-29',
    '2026-01-01T24:00Z',
    '2026-01-01T00:60Z',
    '1e9',
    '-5',
  ]) {
    assert.equal(parseInstant(text), undefined, text);
  }
});
