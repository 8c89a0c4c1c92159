import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFault } from './a-fault.test-support.ts';
import { parseFaultWords } from './fault-words.ts';
import { PRESET_NAMES } from './presets.ts';

test('words become a declaration', () => {
  const read = (text: string): unknown => {
    const words = parseFaultWords(text.split(' '));
    return words.ok ? words.value : words.error;
  };
  assert.deepEqual(read('latency 200ms±50ms'), { latency: '200ms±50ms' });
  assert.deepEqual(read('status 503 latency 1s'), { status: 503, latency: '1s' });
  assert.deepEqual(read('token-outage'), { preset: 'token-outage' });
  assert.deepEqual(read('stall 30s after 100 garbage'), { stall: '30s after 100', garbage: true });
  assert.deepEqual(read('reset'), { reset: true });
  assert.deepEqual(read('reset after 10'), { reset: 'after 10' });
  assert.deepEqual(read('credentials expiring 90s clock-skew -5m'), { credentials: 'expiring 90s', clockSkew: '-5m' });
  assert.deepEqual(read('clock-skew=-5m latency=1s'), { clockSkew: '-5m', latency: '1s' });
  assert.deepEqual(read('token-life 5s slow'), { tokenLife: '5s', preset: 'slow' });
});

test('words that mean nothing are told from those that do', () => {
  const error = (text: string): string => {
    const words = parseFaultWords(text.split(' '));
    return words.ok ? '' : words.error;
  };
  assert.match(error('slowness'), /^"slowness" is neither an effect \(latency, stall, .*\) nor a preset \(outage, /);
  assert.equal(error('outage 3'), 'the preset outage takes no value, got 3');
  assert.equal(error('status 503 status 500'), 'status is given twice');
  assert.equal(error('slow flaky'), 'give one preset at most');
});

test('every preset can be asked for by its word', () => {
  for (const name of PRESET_NAMES) {
    const words = parseFaultWords([name]);
    assert.ok(words.ok);
    assert.equal(aFault(words.value).preset, name);
  }
});
