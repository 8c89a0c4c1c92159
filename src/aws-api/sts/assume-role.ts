import { err } from '#base';
import { CONDITION_KEYS } from '#policy';
import type { ApiError, sts } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import type { Caller } from '../authenticate/caller.ts';
import type { Permission } from '../authorize/permission.ts';
import { invalidTags } from '../iam/rules.ts';
import { accessDenied, constraintError, validationError } from './errors.ts';
import { makeRoleSession, roleOfArn, trustOf } from './role-session.ts';
import { invalidSessionPolicies } from './session-policies.ts';
import { DURATION_SECONDS, invalidDuration, invalidRoleArn, invalidSessionName } from './session-rules.ts';
import { invalidSessionTags, sessionTags } from './session-tags.ts';

type Input = sts.AssumeRoleRequest;

/**
 * STS API Reference, `AssumeRole`. Deliberately other than at AWS: the root user may assume roles that trust its account,
 * for its keys are the ones everybody begins with here.
 */
export const assumeRole: ActionOf<'sts', 'AssumeRole'> = {
  validate: (input, { caller }) =>
    invalidRoleArn(input.RoleArn) ??
    invalidSessionName('roleSessionName', input.RoleSessionName) ??
    (input.SourceIdentity === undefined ? undefined : invalidSessionName('sourceIdentity', input.SourceIdentity)) ??
    invalidDuration(input.DurationSeconds, DURATION_SECONDS.role) ??
    invalidExternalId(input.ExternalId) ??
    invalidSessionPolicies(input) ??
    invalidTags(input.Tags) ??
    invalidSessionTags(input, caller) ??
    invalidChain(input, caller),
  permissions,
  act(input, call) {
    const role = roleOfArn(call.inventory, input.RoleArn);
    // It was there when permission was given.
    if (role === undefined) return err(accessDenied('The role cannot be assumed.'));
    if (input.TokenCode !== undefined) return err(NO_MFA);
    const sourceIdentity = sourceIdentityOf(input, call.caller);
    const tags = sessionTags(input, call.caller);
    const { federatedProvider } = call.caller.session ?? {};
    return makeRoleSession(call, role, { ...input, tags, sourceIdentity, federatedProvider });
  },
};

function permissions(input: Input, call: Call): readonly Permission[] {
  const role = roleOfArn(call.inventory, input.RoleArn);
  const { tags } = sessionTags(input, call.caller);
  const requestTags = Object.keys(tags).length === 0 ? undefined : tags;
  const sourceIdentity = sourceIdentityOf(input, call.caller);
  const assume: Permission = {
    resource: input.RoleArn,
    resourceTags: role?.tags,
    requestTags,
    resourcePolicy: trustOf(call.shelf, role),
    keys: {
      [CONDITION_KEYS.stsExternalId]: input.ExternalId,
      [CONDITION_KEYS.stsRoleSessionName]: input.RoleSessionName,
      [CONDITION_KEYS.stsSourceIdentity]: sourceIdentity,
    },
  };
  return [
    assume,
    ...(requestTags === undefined ? [] : [{ ...assume, action: 'sts:TagSession' }]),
    ...(sourceIdentity === undefined ? [] : [{ ...assume, action: 'sts:SetSourceIdentity' }]),
  ];
}

/** Once set, a source identity stays through a chain of roles (IAM User Guide, "Monitor and control actions taken"). */
function sourceIdentityOf({ SourceIdentity }: Input, { session }: Caller): string | undefined {
  return session?.sourceIdentity ?? SourceIdentity;
}

const NO_MFA = accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');

/** IAM User Guide, "Roles terms and concepts", on role chaining: an hour at most, and the source identity stays. */
function invalidChain(
  { DurationSeconds = 0, SourceIdentity }: Input,
  { principal, session }: Caller,
): ApiError | undefined {
  if (principal.kind !== 'assumed-role') return undefined;
  if (DurationSeconds > DURATION_SECONDS.chained) {
    return validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const kept = session?.sourceIdentity;
  if (kept === undefined || SourceIdentity === undefined || kept === SourceIdentity) return undefined;
  return validationError('The source identity of a session cannot be changed.');
}

function invalidExternalId(id: string | undefined): ApiError | undefined {
  if (id === undefined) return undefined;
  if (id.length < 2) return constraintError('externalId', id, 'have length greater than or equal to 2');
  if (id.length > 1224) return constraintError('externalId', '', 'have length less than or equal to 1224');
  if (/^[\w+=,.@:/-]*$/.test(id)) return undefined;
  return constraintError('externalId', id, String.raw`satisfy regular expression pattern: [\w+=,.@:\/-]*`);
}
