import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { IamInstanceProfile } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { noSuchEntity } from './errors.ts';
import { iamTagList } from './iam-tags.ts';
import { findRole, listedRole } from './roles.ts';

/** The instance profile of this name in the call's account. */
export function findInstanceProfile(
  { inventory, accountId }: Call,
  name: string,
): Result<IamInstanceProfile, ApiError> {
  const profile = inventory.get('instance-profile', iamDocumentId(accountId, name));
  return profile === undefined ? err(noSuchProfile(name)) : ok(profile);
}

/** Every instance profile of the call's account. */
export function instanceProfilesOf({ inventory, accountId }: Call): readonly IamInstanceProfile[] {
  return inventory
    .all('instance-profile')
    .map(({ entity }) => entity)
    .filter((profile) => profile.accountId === accountId);
}

/** The instance profiles that hold a role. */
export function instanceProfilesWith(call: Call, roleName: string): readonly IamInstanceProfile[] {
  return instanceProfilesOf(call).filter((profile) => profile.roleName?.toLowerCase() === roleName.toLowerCase());
}

/** Makes of an instance profile what `update` says. */
export async function changeInstanceProfile(
  { inventory, accountId }: Call,
  name: string,
  update: (profile: IamInstanceProfile) => Result<IamInstanceProfile | undefined, ApiError>,
): Promise<Result<Readonly<Record<string, never>>, ApiError>> {
  const changed = await inventory.change('instance-profile', iamDocumentId(accountId, name), (present) =>
    present === undefined ? err(noSuchProfile(name)) : update(present),
  );
  return changed.ok ? ok({}) : changed;
}

/** Permission for something with an instance profile. */
export function instanceProfilePermission(call: Call, name: string): Permission {
  const profile = findInstanceProfile(call, name);
  if (profile.ok) return { resource: profile.value.arn, resourceTags: profile.value.tags };
  return { resource: arn(call.region, 'iam', '', call.accountId, `instance-profile/${name}`) };
}

/** An instance profile with its role in it. */
export function instanceProfileView(profile: IamInstanceProfile, call: Call): iam.InstanceProfile {
  const role = profile.roleName === undefined ? undefined : findRole(call, profile.roleName);
  return {
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    Path: profile.path,
    CreateDate: new Date(profile.createdAtMs),
    Roles: role?.ok === true ? [listedRole(role.value)] : [],
    Tags: Object.keys(profile.tags).length === 0 ? undefined : iamTagList(profile.tags),
  };
}

function noSuchProfile(name: string): ApiError {
  return noSuchEntity(`Instance Profile ${name}`);
}
