import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeManagedPolicy, managedPolicyPermission, noSuchVersion } from './managed-policies.ts';
import { invalidPolicyArn, invalidVersionId } from './policy-rules.ts';

/** IAM API Reference, `SetDefaultPolicyVersion`. */
export const setDefaultPolicyVersion: ActionOf<'iam', 'SetDefaultPolicyVersion'> = {
  validate: ({ PolicyArn, VersionId }) => invalidPolicyArn(PolicyArn) ?? invalidVersionId(VersionId),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  async act({ PolicyArn, VersionId }, call) {
    const changed = await changeManagedPolicy(call, PolicyArn, (policy) =>
      policy.versions.some(({ id }) => id === VersionId)
        ? ok({ ...policy, defaultVersionId: VersionId, updatedAtMs: call.nowMs })
        : err(noSuchVersion(PolicyArn, VersionId)),
    );
    return changed.ok ? ok({}) : changed;
  },
};
