import { formatDuration, parseDuration } from '#base';

/** Keys whose durations are how long something of a scenario takes. */
const DURATION_KEYS: ReadonlySet<string> = new Set([
  'at',
  'after',
  'in',
  'every',
  'for',
  'within',
  'retryEvery',
  'giveUp',
  'notice',
  'rebalanceBefore',
  'shutdown',
  'notBefore',
  'notAfter',
  'notBeforeDeadline',
]);

/** The same steps in the `speed`th part of their time, each duration at least a millisecond; latencies and lives stay. */
export function scaled<Value>(steps: Value, speed: number): Value {
  // The same shape with other texts in it.
  return change(steps, speed) as Value;
}

function change(value: unknown, speed: number): unknown {
  if (Array.isArray(value)) return value.map((each) => change(each, speed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changed(key, each, speed)]));
}

function changed(key: string, value: unknown, speed: number): unknown {
  if (typeof value !== 'string' || !DURATION_KEYS.has(key)) return change(value, speed);
  const ms = parseDuration(value);
  return ms === undefined || ms === 0 ? value : formatDuration(Math.max(1, Math.round(ms / speed)));
}
