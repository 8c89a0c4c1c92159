import { err } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { findPlace } from './places.ts';

/** Organizations API Reference, `DescribeEffectivePolicy`: of the kinds of policy that add up to one there are none here. */
export const describeEffectivePolicy: ActionOf<'organizations', 'DescribeEffectivePolicy'> = {
  permissions: (_, call) => organizationPermissions(call),
  act({ TargetId: asked, PolicyType }, call) {
    const TargetId = asked ?? call.accountId;
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    if (findPlace(organization.value, TargetId) === undefined) return err(notFound('Target'));
    const message = `There is no effective policy of the type ${PolicyType} for ${TargetId}.`;
    return err({ code: 'EffectivePolicyNotFoundException', message });
  },
};
