import type { ApiError } from '#protocol/aws';

/** A value that breaks a rule of CloudWatch's. */
export function invalidParameterValue(message: string): ApiError {
  return { code: 'InvalidParameterValue', message };
}

/** Values of which each is right and that do not go together. */
export function invalidParameterCombination(message: string): ApiError {
  return { code: 'InvalidParameterCombination', message };
}

/** Something that has to be said. */
export function missingParameter(message: string): ApiError {
  return { code: 'MissingParameter', message };
}

/** What is wrong with the input in itself. */
export function validationError(message: string): ApiError {
  return { code: 'ValidationError', message };
}

/** A token that is none of ours. */
export const INVALID_NEXT_TOKEN: ApiError = {
  code: 'InvalidNextToken',
  message: 'The next token specified is invalid.',
};
