import type { ApiError } from '#protocol/aws';
import { constraintError, validationError } from './errors.ts';

/** How long sessions may last (STS API Reference, `DurationSeconds`). */
export const DURATION_SECONDS = { least: 900, role: 43_200, user: 129_600, root: 3600, chained: 3600 } as const;

const SESSION_NAME = /^[\w+=,.@-]*$/;
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/!-]+$/;
const ARN_LENGTH = { least: 20, most: 2048 } as const;
const NAME_LENGTH = { least: 2, most: 64 } as const;

/** What is wrong with the ARN of a role. */
export function invalidRoleArn(arn: string): ApiError | undefined {
  if (arn.length < ARN_LENGTH.least) return lengthError('roleArn', arn, 'greater', ARN_LENGTH.least);
  if (arn.length > ARN_LENGTH.most) return lengthError('roleArn', arn.slice(0, 64), 'less', ARN_LENGTH.most);
  return ROLE_ARN.test(arn) ? undefined : validationError(`${arn.slice(0, 200)} is invalid`);
}

/** What is wrong with a session's name, or with a source identity, which obeys the same rules. */
export function invalidSessionName(member: 'roleSessionName' | 'sourceIdentity', name: string): ApiError | undefined {
  if (name.length < NAME_LENGTH.least) return lengthError(member, name, 'greater', NAME_LENGTH.least);
  if (name.length > NAME_LENGTH.most) return lengthError(member, name.slice(0, 128), 'less', NAME_LENGTH.most);
  if (SESSION_NAME.test(name)) return undefined;
  return constraintError(member, name, String.raw`satisfy regular expression pattern: [\w+=,.@-]*`);
}

/** What is wrong with a duration that a call asks for, if it does. */
export function invalidDuration(seconds: number | undefined, most: number): ApiError | undefined {
  if (seconds === undefined) return undefined;
  const { least } = DURATION_SECONDS;
  if (!(seconds >= least))
    return constraintError('durationSeconds', seconds, `have value greater than or equal to ${least}`);
  if (seconds > most) return constraintError('durationSeconds', seconds, `have value less than or equal to ${most}`);
  return Number.isInteger(seconds) ? undefined : constraintError('durationSeconds', seconds, 'be a whole number');
}

function lengthError(member: string, value: string, side: 'greater' | 'less', bound: number): ApiError {
  return constraintError(member, value, `have length ${side} than or equal to ${bound}`);
}
