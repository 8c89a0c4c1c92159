import { err, ok } from '#base';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeManagedPolicy, countOf, managedPolicyPermission, policyUsers } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';

/** IAM API Reference, `DeletePolicy`: not while anybody has it, nor while it has versions besides the default one. */
export const deletePolicy: ActionOf<'iam', 'DeletePolicy'> = {
  validate: ({ PolicyArn }) => invalidPolicyArn(PolicyArn),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  async act({ PolicyArn }, call) {
    const deleted = await changeManagedPolicy(call, PolicyArn, ({ versions }) => {
      const { attached, boundary } = policyUsers(call, PolicyArn);
      if (countOf(attached) + countOf(boundary) > 0) return err(ATTACHED);
      return versions.length > 1 ? err(HAS_VERSIONS) : ok(undefined);
    });
    return deleted.ok ? ok({}) : deleted;
  },
};

const ATTACHED: ApiError = { code: 'DeleteConflict', message: 'Cannot delete a policy attached to entities.' };
const HAS_VERSIONS: ApiError = {
  code: 'DeleteConflict',
  message:
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
};
