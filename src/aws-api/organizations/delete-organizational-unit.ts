import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { withAttachments } from './attachments.ts';
import { notFound } from './errors.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { withPlaceTags } from './organization-tags.ts';

/** Organizations API Reference, `DeleteOrganizationalUnit`: what is in it goes first. */
export const deleteOrganizationalUnit: ActionOf<'organizations', 'DeleteOrganizationalUnit'> = {
  permissions: (_, call) => organizationPermissions(call),
  async act({ OrganizationalUnitId: id }, call) {
    const deleted = await changeOrganization(call, (organization) => {
      const { units, accounts } = organization;
      if (!units.some((unit) => unit.id === id)) return err(notFound('OrganizationalUnit'));
      if ([...units, ...accounts].some(({ parentId }) => parentId === id)) {
        const message =
          'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.';
        return err({ code: 'OrganizationalUnitNotEmptyException', message });
      }
      const left = { ...organization, units: units.filter((unit) => unit.id !== id) };
      return ok(withPlaceTags(withAttachments(left, id, undefined), id, undefined));
    });
    return deleted.ok ? ok({}) : deleted;
  },
};
