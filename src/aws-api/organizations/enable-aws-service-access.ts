import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { invalidServicePrincipal, withoutTrusted } from './trusted-services.ts';

/** Organizations API Reference, `EnableAWSServiceAccess`. It is kept and told; no service makes use of it here. */
export const enableAwsServiceAccess: ActionOf<'organizations', 'EnableAWSServiceAccess'> = {
  validate: ({ ServicePrincipal }) => invalidServicePrincipal(ServicePrincipal),
  permissions: (_, call) => organizationPermissions(call),
  async act({ ServicePrincipal: principal }, call) {
    const changed = await changeOrganization(call, (organization) => {
      const { trustedServices = [] } = withoutTrusted(organization, principal);
      return ok({ ...organization, trustedServices: [...trustedServices, { principal, sinceMs: call.nowMs }] });
    });
    return changed.ok ? ok({}) : changed;
  },
};
