import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MissingData } from '#model';
import { evaluateAlarm } from './evaluate-alarm.ts';

/** `0`: below the threshold, `X`: beyond it, `-`: no data; as in the CloudWatch User Guide. */
function verdict(points: string, needed: number, treatMissingData: MissingData): string {
  const rule = { evaluationPeriods: 3, datapointsToAlarm: needed, threshold: 0, treatMissingData } as const;
  const values = points.split(' ').map((point, startMs) => ({
    startMs,
    value: point === '-' ? undefined : point === 'X' ? 1 : 0,
  }));
  return evaluateAlarm({ ...rule, comparison: 'GreaterThanThreshold' }, values).state ?? 'as it is';
}

const ways = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const all = (points: string, needed: number): readonly string[] => ways.map((way) => verdict(points, needed, way));

// CloudWatch User Guide, "How alarm state is evaluated when data is missing".
test('three of three data points, as AWS publishes it', () => {
  assert.deepEqual(all('0 - X - X', 3), ['OK', 'OK', 'OK', 'OK']);
  assert.deepEqual(all('- - - - 0', 3), ['OK', 'OK', 'OK', 'OK']);
  assert.deepEqual(all('- - - - -', 3), ['INSUFFICIENT_DATA', 'as it is', 'ALARM', 'OK']);
  assert.deepEqual(all('0 X X - X', 3), ['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  assert.deepEqual(all('- - X - -', 3), ['ALARM', 'as it is', 'ALARM', 'OK']);
});

test('two of three data points, as AWS publishes it', () => {
  assert.deepEqual(all('0 - X - X', 2), ['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  assert.deepEqual(all('0 0 X 0 X', 2), ['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  assert.deepEqual(all('0 - X - -', 2), ['OK', 'OK', 'ALARM', 'OK']);
  assert.deepEqual(all('- - - - 0', 2), ['OK', 'OK', 'ALARM', 'OK']);
  assert.deepEqual(all('- - - X -', 2), ['ALARM', 'as it is', 'ALARM', 'OK']);
});

test('a value is compared as the operator says', () => {
  const state = (comparison: Parameters<typeof evaluateAlarm>[0]['comparison'], value: number): string | undefined => {
    const rule = {
      evaluationPeriods: 1,
      datapointsToAlarm: undefined,
      threshold: 5,
      treatMissingData: 'missing',
    } as const;
    return evaluateAlarm({ ...rule, comparison }, [{ startMs: 0, value }]).state;
  };
  const states = (comparison: Parameters<typeof state>[0]): readonly unknown[] =>
    [4, 5, 6].map((value) => state(comparison, value));
  assert.deepEqual(states('GreaterThanThreshold'), ['OK', 'OK', 'ALARM']);
  assert.deepEqual(states('GreaterThanOrEqualToThreshold'), ['OK', 'ALARM', 'ALARM']);
  assert.deepEqual(states('LessThanThreshold'), ['ALARM', 'OK', 'OK']);
  assert.deepEqual(states('LessThanOrEqualToThreshold'), ['ALARM', 'ALARM', 'OK']);
});
