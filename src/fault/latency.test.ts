import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatLatency, parseLatency, sampleLatency } from './latency.ts';

const HOUR = 3_600_000;

function samples(text: string, count = 4000): readonly number[] {
  const latency = parseLatency(text);
  assert.ok(latency !== undefined, text);
  return Array.from({ length: count }, (_, sequence) => sampleLatency(latency, 7, sequence));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('every form is read', () => {
  assert.deepEqual(parseLatency('200ms'), { distribution: 'fixed', ms: 200, minMs: 0, maxMs: HOUR });
  const around = { distribution: 'uniform', minMs: 150, maxMs: 250 };
  for (const text of ['200ms±50ms', '200ms ± 50ms', '200ms+-50ms', '150ms..250ms'])
    assert.deepEqual(parseLatency(text), around, text);
  assert.deepEqual(parseLatency('normal(1s, 200ms) within 10ms..2s'), {
    distribution: 'normal',
    meanMs: 1000,
    deviationMs: 200,
    minMs: 10,
    maxMs: 2000,
  });
  assert.deepEqual(parseLatency('exponential(1.5s)'), {
    distribution: 'exponential',
    meanMs: 1500,
    minMs: 0,
    maxMs: HOUR,
  });
  assert.deepEqual(parseLatency('log-normal(100ms,0.5)'), {
    distribution: 'log-normal',
    medianMs: 100,
    sigma: 0.5,
    minMs: 0,
    maxMs: HOUR,
  });
});

test('what is none, or too long, is not', () => {
  const wrong = ['', '200', '-1ms', '2h', '200ms±', 'normal(1s)', 'normal(1s, 2)', 'exponential(1s, 1s)', '2s..1s'];
  for (const text of [
    ...wrong,
    'log-normal(1s, 12)',
    '1s within 1s',
    '1s within 1s..2s within 3s..4s',
    'gauss(1s, 1s)',
  ])
    assert.equal(parseLatency(text), undefined, text);
});

test('draws follow their distribution and stay within bounds', () => {
  assert.deepEqual([...new Set(samples('30ms'))], [30]);
  const uniform = samples('100ms..300ms');
  assert.ok(Math.min(...uniform) >= 100 && Math.max(...uniform) <= 300 && Math.abs(mean(uniform) - 200) < 5);
  assert.ok(Math.abs(mean(samples('normal(500ms, 50ms)')) - 500) < 5);
  assert.ok(Math.abs(mean(samples('exponential(100ms)')) - 100) < 8);
  const ordered = samples('log-normal(100ms, 0.5)').toSorted((one, other) => one - other);
  assert.ok(Math.abs((ordered[2000] ?? 0) - 100) < 8);
  const bounded = samples('normal(500ms, 400ms) within 400ms..600ms');
  assert.deepEqual([Math.min(...bounded), Math.max(...bounded)], [400, 600]);
});

test('the same request draws the same, and another seed draws otherwise', () => {
  const latency = parseLatency('0ms..1h');
  assert.ok(latency !== undefined);
  assert.equal(sampleLatency(latency, 3, 4), sampleLatency(latency, 3, 4));
  assert.notEqual(sampleLatency(latency, 3, 4), sampleLatency(latency, 4, 4));
  assert.notEqual(sampleLatency(latency, 3, 4), sampleLatency(latency, 3, 5));
});

test('what is shown is read as what it was', () => {
  const ms = fc.nat(HOUR).map((value) => `${value}ms`);
  const shape = fc.oneof(
    ms,
    fc.tuple(fc.nat(1000), fc.nat(1000)).map(([low, more]) => `${low}ms..${low + more}ms`),
    fc.tuple(ms, ms).map(([middle, deviation]) => `normal(${middle}, ${deviation})`),
    ms.map((value) => `exponential(${value})`),
    fc.tuple(ms, fc.nat(9)).map(([median, sigma]) => `log-normal(${median}, ${sigma})`),
  );
  const bounds = fc.option(
    fc.tuple(fc.nat(1000), fc.nat(1000)).map(([low, more]) => ` within ${low}ms..${low + more}ms`),
    { nil: '' },
  );
  fc.assert(
    fc.property(shape, bounds, (text, within) => {
      const latency = parseLatency(text + within);
      assert.ok(latency !== undefined, text + within);
      assert.deepEqual(parseLatency(formatLatency(latency)), latency);
    }),
  );
});
