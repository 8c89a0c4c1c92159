import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { organizationPermissions } from './organization.ts';
import { findPolicy } from './policies.ts';
import { IMMUTABLE } from './update-policy.ts';

/** Organizations API Reference, `DeletePolicy`: not while it is attached. */
export const deletePolicy: ActionOf<'organizations', 'DeletePolicy'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ PolicyId }, call) {
    const found = findPolicy(call, PolicyId);
    if (!found.ok) return found;
    const { organization, policy } = found.value;
    if (policy.awsManaged) return err(IMMUTABLE);
    if (Object.values(organization.attachments).some((ids) => ids.includes(PolicyId))) {
      return err({ code: 'PolicyInUseException', message: 'The policy is attached to one or more entities.' });
    }
    const deleted = await call.inventory.change('organization-policy', PolicyId, () => ok(undefined));
    return deleted.ok ? ok({}) : deleted;
  },
};
