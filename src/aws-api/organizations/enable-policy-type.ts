import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { rootView } from './places.ts';
import { unavailableType, withPolicyType } from './policy-types.ts';

/** Organizations API Reference, `EnablePolicyType`. */
export const enablePolicyType: ActionOf<'organizations', 'EnablePolicyType'> = {
  validate: ({ PolicyType }) => unavailableType(PolicyType),
  permissions: (_, call) => organizationPermissions(call),
  async act({ RootId }, call) {
    const changed = await changeOrganization(call, (organization) => withPolicyType(organization, RootId));
    return changed.ok ? ok({ Root: changed.value && rootView(call, changed.value) }) : changed;
  },
};
