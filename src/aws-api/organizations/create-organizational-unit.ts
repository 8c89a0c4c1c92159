import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization, OrganizationalUnit, Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { withFullAccess } from './attachments.ts';
import { constraintViolation, notFound } from './errors.ts';
import { newIdPart } from './ids.ts';
import { changeOrganization, findOrganization, organizationPermissions } from './organization.ts';
import { invalidOrganizationTags, tagsFrom, withPlaceTags } from './organization-tags.ts';
import { depthOf, isParent, unitView } from './places.ts';
import { duplicateUnit, invalidUnitName } from './unit-rules.ts';

const DEPTH_MAX = 5;
const UNITS_MAX = 2000;

/** Organizations API Reference, `CreateOrganizationalUnit`. */
export const createOrganizationalUnit: ActionOf<'organizations', 'CreateOrganizationalUnit'> = {
  validate: ({ Name, Tags }) => invalidUnitName(Name) ?? invalidOrganizationTags(Tags),
  permissions: (_, call) => organizationPermissions(call),
  async act({ ParentId, Name, Tags }, call) {
    const before = findOrganization(call);
    if (!before.ok) return before;
    const { random } = call.platform;
    const id = `ou-${before.value.rootId.slice(2)}-${newIdPart(random, 8)}`;
    const unit = { id, name: Name, parentId: ParentId };
    const changed = await changeOrganization(call, (organization) => withUnit(organization, unit, tagsFrom(Tags)));
    if (!changed.ok) return changed;
    return ok({ OrganizationalUnit: changed.value && unitView(call, changed.value, unit) });
  },
};

function withUnit(organization: Organization, unit: OrganizationalUnit, tags: Tags): Result<Organization, ApiError> {
  if (!isParent(organization, unit.parentId)) return err(notFound('Parent'));
  const duplicate = duplicateUnit(organization, unit);
  if (duplicate !== undefined) return err(duplicate);
  if (depthOf(organization, unit.parentId) >= DEPTH_MAX) return err(TOO_DEEP);
  if (organization.units.length >= UNITS_MAX) return err(TOO_MANY);
  const units = [...organization.units, unit];
  return ok(withPlaceTags(withFullAccess({ ...organization, units }, unit.id), unit.id, tags));
}

const TOO_DEEP = constraintViolation('OU_DEPTH_LIMIT_EXCEEDED', `Units nest ${DEPTH_MAX} deep at most.`);
const TOO_MANY = constraintViolation('OU_NUMBER_LIMIT_EXCEEDED', `An organization has ${UNITS_MAX} units at most.`);
