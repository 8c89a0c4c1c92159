import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { rootView } from './places.ts';
import { unavailableType, withoutPolicyType } from './policy-types.ts';

/** Organizations API Reference, `DisablePolicyType`. */
export const disablePolicyType: ActionOf<'organizations', 'DisablePolicyType'> = {
  validate: ({ PolicyType }) => unavailableType(PolicyType),
  permissions: (_, call) => organizationPermissions(call),
  async act({ RootId }, call) {
    const changed = await changeOrganization(call, (organization) => withoutPolicyType(organization, RootId));
    return changed.ok ? ok({ Root: changed.value && rootView(call, changed.value) }) : changed;
  },
};
