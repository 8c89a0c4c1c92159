import type { ApiError } from '#protocol/aws';
import { validationError } from './errors.ts';

const DESCRIPTION_LENGTH_MAX = 1000;
const SESSION_SECONDS_LEAST = 3600;
const SESSION_SECONDS_MOST = 43_200;

/** What is wrong with the description of a role, if it has one. */
export function invalidDescription(description = ''): ApiError | undefined {
  if (description.length <= DESCRIPTION_LENGTH_MAX) return undefined;
  const rule = `Member must have length less than or equal to ${DESCRIPTION_LENGTH_MAX}`;
  return validationError(`1 validation error detected: Value at 'description' failed to satisfy constraint: ${rule}`);
}

/** What is wrong with `MaxSessionDuration`: one to twelve hours. */
export function invalidSessionDuration(seconds: number | undefined): ApiError | undefined {
  if (seconds === undefined) return undefined;
  if (Number.isInteger(seconds) && seconds >= SESSION_SECONDS_LEAST && seconds <= SESSION_SECONDS_MOST)
    return undefined;
  const bound =
    seconds < SESSION_SECONDS_LEAST
      ? `greater than or equal to ${SESSION_SECONDS_LEAST}`
      : `less than or equal to ${SESSION_SECONDS_MOST}`;
  return validationError(
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
