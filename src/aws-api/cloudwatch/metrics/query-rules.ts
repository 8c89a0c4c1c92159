import type { ApiError } from '#protocol/aws';
import { invalidParameterValue } from '../errors.ts';

const SHORT_PERIODS: ReadonlySet<number> = new Set([1, 5, 10, 20, 30]);

/** What is wrong with a stretch of time. */
export function invalidStretch(start: Date, end: Date): ApiError | undefined {
  if (start.getTime() < end.getTime()) return undefined;
  return invalidParameterValue('The parameter StartTime must be less than the parameter EndTime.');
}

/** What is wrong with a period, in seconds. */
export function invalidPeriod(period: number, parameter = 'Period'): ApiError | undefined {
  const right = Number.isInteger(period) && (SHORT_PERIODS.has(period) || (period > 0 && period % 60 === 0));
  if (right && period <= 86_400 * 455) return undefined;
  return invalidParameterValue(
    `The parameter ${parameter} must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, and is ${period}.`,
  );
}
