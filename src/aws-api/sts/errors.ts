import type { ApiError } from '#protocol/aws';

/** An input that breaks a rule of STS's. */
export function validationError(message: string): ApiError {
  return { code: 'ValidationError', message };
}

/** A member whose value breaks a constraint, in the words all AWS APIs have for that. */
export function constraintError(member: string, value: string | number, rule: string): ApiError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

/** A call that may not be made. */
export function accessDenied(message: string): ApiError {
  return { code: 'AccessDenied', message, status: 403 };
}

/** A token that is not what it should be. */
export function invalidIdentityToken(message: string): ApiError {
  return { code: 'InvalidIdentityToken', message };
}
