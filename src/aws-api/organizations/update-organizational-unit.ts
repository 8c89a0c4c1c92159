import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { changeOrganization, organizationPermissions } from './organization.ts';
import { unitView } from './places.ts';
import { duplicateUnit, invalidUnitName } from './unit-rules.ts';

/** Organizations API Reference, `UpdateOrganizationalUnit`. */
export const updateOrganizationalUnit: ActionOf<'organizations', 'UpdateOrganizationalUnit'> = {
  validate: ({ Name }) => (Name === undefined ? undefined : invalidUnitName(Name)),
  permissions: (_, call) => organizationPermissions(call),
  async act({ OrganizationalUnitId: id, Name }, call) {
    const changed = await changeOrganization(call, (organization) => renamed(organization, id, Name));
    if (!changed.ok) return changed;
    const unit = changed.value?.units.find((each) => each.id === id);
    return ok({ OrganizationalUnit: changed.value && unit && unitView(call, changed.value, unit) });
  },
};

function renamed(organization: Organization, id: string, name: string | undefined): Result<Organization, ApiError> {
  const unit = organization.units.find((each) => each.id === id);
  if (unit === undefined) return err(notFound('OrganizationalUnit'));
  const changed = { ...unit, name: name ?? unit.name };
  const duplicate = duplicateUnit(organization, changed);
  if (duplicate !== undefined) return err(duplicate);
  return ok({ ...organization, units: organization.units.map((each) => (each.id === id ? changed : each)) });
}
