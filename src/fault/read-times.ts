import { DURATION_FORM, parseDuration } from '#base';
import type { Report } from './problem.ts';
import { foundText } from './read-fields.ts';

/** A duration from `lowest` to `highest` milliseconds, as text or as a number of milliseconds. */
export function readDuration(value: unknown, lowest: number, highest: number, report: Report): number | undefined {
  const ms = typeof value === 'string' ? parseDuration(value) : value;
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms)) {
    return report([], `expected ${DURATION_FORM}, got ${foundText(value)}`);
  }
  if (ms >= lowest && ms <= highest) return ms;
  return report([], ms < lowest ? 'must be longer than nothing' : `must not be longer than ${highest / 1000}s`);
}

/** A duration that may have a sign. */
export function readOffset(value: unknown, highest: number, report: Report): number | undefined {
  const [, sign = '', rest = value] = typeof value === 'string' ? (/^([+-]?)(.*)$/s.exec(value.trim()) ?? []) : [];
  const size = typeof rest === 'number' ? Math.abs(rest) : rest;
  const ms = readDuration(size, 0, highest, report);
  const negative = sign === '-' || (typeof value === 'number' && value < 0);
  return ms === undefined ? undefined : negative ? -ms : ms;
}

/** A UTC time, such as 2026-01-31T12:00:00Z, as milliseconds since the epoch. */
export function readTime(value: unknown, report: Report): number | undefined {
  const isForm = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(value);
  const timeMs = isForm ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(timeMs)) {
    return report([], `expected a UTC time such as 2026-01-31T12:00:00Z, got ${foundText(value)}`);
  }
  return timeMs;
}
