import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeManagedPolicy, managedPolicyPermission, noSuchVersion } from './managed-policies.ts';
import { invalidPolicyArn, invalidVersionId } from './policy-rules.ts';

/** IAM API Reference, `DeletePolicyVersion`: never the default one. */
export const deletePolicyVersion: ActionOf<'iam', 'DeletePolicyVersion'> = {
  validate: ({ PolicyArn, VersionId }) => invalidPolicyArn(PolicyArn) ?? invalidVersionId(VersionId),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  async act({ PolicyArn, VersionId }, call) {
    const changed = await changeManagedPolicy(call, PolicyArn, (policy) => {
      const versions = policy.versions.filter(({ id }) => id !== VersionId);
      if (versions.length === policy.versions.length) return err(noSuchVersion(PolicyArn, VersionId));
      if (policy.defaultVersionId !== VersionId) return ok({ ...policy, versions, updatedAtMs: call.nowMs });
      return err({ code: 'DeleteConflict', message: 'Cannot delete the default version of a policy.' });
    });
    return changed.ok ? ok({}) : changed;
  },
};
