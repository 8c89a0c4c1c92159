import type { ApiError, organizations } from '#protocol/aws';

/** Something that does not exist. */
export function notFound(what: string): ApiError {
  return { code: `${what}NotFoundException`, message: NOT_FOUND[what] ?? `The ${what} cannot be found.` };
}

const NOT_FOUND: Readonly<Record<string, string>> = {
  Account: "You specified an account that doesn't exist.",
  Child: "You specified a child that doesn't exist.",
  CreateAccountStatus: "You specified a create-account request that doesn't exist.",
  DestinationParent: "You specified a destination that doesn't exist.",
  OrganizationalUnit: "You specified an organizational unit that doesn't exist.",
  Parent: "You specified parent that doesn't exist.",
  Policy: "You specified a policy that doesn't exist.",
  Root: "You specified a root that doesn't exist.",
  SourceParent: "You specified a source that doesn't exist.",
  Target: "You specified a target that doesn't exist.",
};

/** A caller whose account is in no organization. */
export const NOT_IN_USE: ApiError = {
  code: 'AWSOrganizationsNotInUseException',
  message: 'Your account is not a member of an organization.',
};

/** A kind of policy that is not switched on. */
export const NOT_ENABLED: ApiError = {
  code: 'PolicyTypeNotEnabledException',
  message: "The specified policy type isn't currently enabled in this root.",
};

/** An input that breaks a rule. */
export function invalidInput(Reason: organizations.InvalidInputExceptionReason, message: string): ApiError {
  return { code: 'InvalidInputException', message, members: { Reason } };
}

/** A change that would break a limit. */
export function constraintViolation(
  Reason: organizations.ConstraintViolationExceptionReason,
  message: string,
): ApiError {
  return { code: 'ConstraintViolationException', message, members: { Reason } };
}
