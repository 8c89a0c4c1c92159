import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findManagedPolicy, managedPolicyPermission, noSuchVersion, versionView } from './managed-policies.ts';
import { invalidPolicyArn, invalidVersionId } from './policy-rules.ts';

/** IAM API Reference, `GetPolicyVersion`. */
export const getPolicyVersion: ActionOf<'iam', 'GetPolicyVersion'> = {
  validate: ({ PolicyArn, VersionId }) => invalidPolicyArn(PolicyArn) ?? invalidVersionId(VersionId),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  act({ PolicyArn, VersionId }, call) {
    const policy = findManagedPolicy(call, PolicyArn);
    if (!policy.ok) return policy;
    const version = policy.value.versions.find(({ id }) => id === VersionId);
    if (version === undefined) return err(noSuchVersion(PolicyArn, VersionId));
    return ok({ PolicyVersion: versionView(policy.value, version) });
  },
};
