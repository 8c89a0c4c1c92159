import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withAttached } from './attachments.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { findPolicy } from './policies.ts';

/** Organizations API Reference, `AttachPolicy`. It takes effect on the next call. */
export const attachPolicy: ActionOf<'organizations', 'AttachPolicy'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ PolicyId, TargetId }, call) {
    const found = findPolicy(call, PolicyId);
    if (!found.ok) return found;
    const changed = await changeOrganization(call, (organization) => withAttached(organization, TargetId, PolicyId));
    return changed.ok ? ok({}) : changed;
  },
};
