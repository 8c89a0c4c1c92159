import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withoutAttached } from './attachments.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { findPolicy } from './policies.ts';

/** Organizations API Reference, `DetachPolicy`. It takes effect on the next call. */
export const detachPolicy: ActionOf<'organizations', 'DetachPolicy'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ PolicyId, TargetId }, call) {
    const found = findPolicy(call, PolicyId);
    if (!found.ok) return found;
    const changed = await changeOrganization(call, (organization) => withoutAttached(organization, TargetId, PolicyId));
    return changed.ok ? ok({}) : changed;
  },
};
