import { letsEc2Assume } from '#policy';
import type { IamInstanceProfile, IamRole, InstanceProfile, ProfileStatus } from '#model';
import type { PolicyShelf } from '../authorize/policy-shelf.ts';
import { iamDocumentId } from './entities.ts';
import type { Inventory } from './inventory.ts';

/** For which instance a profile is looked at. */
export interface ProfileViewer {
  readonly accountId: string;
  /** ARN of the instance. */
  readonly instanceArn: string;
}

/** What an instance sees of its profile: the role in it and whether EC2 may assume that. */
export function seenProfile(
  { inventory, shelf }: { readonly inventory: Inventory; readonly shelf: PolicyShelf },
  profile: IamInstanceProfile,
  viewer: ProfileViewer,
): InstanceProfile {
  const role = inventory.get('role', iamDocumentId(profile.accountId, profile.roleName ?? ''));
  return {
    name: profile.name,
    arn: profile.arn,
    id: profile.id,
    status: statusOf(shelf, role, viewer),
    roleName: role?.name ?? '',
    roleId: role?.id ?? '',
    roleArn: role?.arn ?? '',
  };
}

function statusOf(shelf: PolicyShelf, role: IamRole | undefined, viewer: ProfileViewer): ProfileStatus {
  if (role === undefined) return 'no-role';
  const trust = shelf.compiled(role.trustPolicy, 'trust', { name: role.name });
  return letsEc2Assume(trust, { ...viewer, roleArn: role.arn }) ? 'ready' : 'role-unauthorized';
}
