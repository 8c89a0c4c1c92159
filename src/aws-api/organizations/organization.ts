import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { Organization } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { organizationPlace } from '../authorize/scp-levels.ts';
import { NOT_IN_USE } from './errors.ts';

/** The organization of the call's account. */
export function findOrganization({ inventory, accountId }: Call): Result<Organization, ApiError> {
  const place = organizationPlace(inventory, accountId);
  return place === undefined ? err(NOT_IN_USE) : ok(place.organization);
}

/** Makes of the organization of the call's account what `update` says. */
export async function changeOrganization(
  call: Call,
  update: (organization: Organization) => Result<Organization | undefined, ApiError>,
): Promise<Result<Organization | undefined, ApiError>> {
  const organization = findOrganization(call);
  if (!organization.ok) return organization;
  const changed = await call.inventory.change('organization', organization.value.id, (present) =>
    present === undefined ? err(NOT_IN_USE) : update(present),
  );
  return changed.ok ? ok(changed.value.entity) : changed;
}

/**
 * Permission for something with the organization. The root user needs none: there is no other account to call from, so it
 * also acts for the management account, which no service control policy restricts. Whoever has locked everybody out by a
 * policy can so take it away again.
 */
export function organizationPermissions({ caller }: Call, resource = '*'): readonly Permission[] {
  return caller.principal.kind === 'root' ? [] : [{ resource }];
}

/** An ARN in an organization; they belong to the management account. */
export function organizationArn({ region }: Call, organization: Organization, resource: string): string {
  return arn(region, 'organizations', '', organization.managementAccountId, resource);
}
