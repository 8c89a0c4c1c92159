import { err, ok } from '#base';
import type { Result } from '#base';
import type { ManagedPolicy } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { changeManagedPolicy, listedVersion, managedPolicyPermission } from './managed-policies.ts';
import { malformedPolicy } from './policy-document.ts';
import { invalidPolicyArn, MANAGED_POLICY_DEMANDS } from './policy-rules.ts';

const VERSIONS_MAX = 5;

/** IAM API Reference, `CreatePolicyVersion`: five at most, and no number is used twice. */
export const createPolicyVersion: ActionOf<'iam', 'CreatePolicyVersion'> = {
  validate: ({ PolicyArn, PolicyDocument }) =>
    invalidPolicyArn(PolicyArn) ?? malformedPolicy(PolicyDocument, 'identity', MANAGED_POLICY_DEMANDS),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  async act(input, call) {
    const changed = await changeManagedPolicy(call, input.PolicyArn, (policy) => withVersion(policy, input, call));
    if (!changed.ok) return changed;
    const version = changed.value?.versions.at(-1);
    return ok({ PolicyVersion: changed.value && version && listedVersion(changed.value, version) });
  },
};

function withVersion(
  policy: ManagedPolicy,
  { PolicyDocument: document, SetAsDefault = false }: iam.CreatePolicyVersionRequest,
  { nowMs }: Call,
): Result<ManagedPolicy, ApiError> {
  if (policy.versions.length >= VERSIONS_MAX) return err(TOO_MANY_VERSIONS);
  const id = `v${policy.nextVersion}`;
  return ok({
    ...policy,
    updatedAtMs: nowMs,
    defaultVersionId: SetAsDefault ? id : policy.defaultVersionId,
    versions: [...policy.versions, { id, document, createdAtMs: nowMs }],
    nextVersion: policy.nextVersion + 1,
  });
}

const TOO_MANY_VERSIONS: ApiError = {
  code: 'LimitExceeded',
  message: `A managed policy can have up to ${VERSIONS_MAX} versions. Before you create a new version, you must delete an existing version.`,
};
