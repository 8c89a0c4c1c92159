import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { invalidServicePrincipal, withoutTrusted } from './trusted-services.ts';

/** Organizations API Reference, `DisableAWSServiceAccess`. */
export const disableAwsServiceAccess: ActionOf<'organizations', 'DisableAWSServiceAccess'> = {
  validate: ({ ServicePrincipal }) => invalidServicePrincipal(ServicePrincipal),
  permissions: (_, call) => organizationPermissions(call),
  async act({ ServicePrincipal }, call) {
    const changed = await changeOrganization(call, (organization) =>
      ok(withoutTrusted(organization, ServicePrincipal)),
    );
    return changed.ok ? ok({}) : changed;
  },
};
