import { requestContext, CONDITION_KEYS, decide } from '#policy';
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
  return letsEc2Assume(shelf, role, viewer) ? 'ready' : 'role-unauthorized';
}

/** Whether the trust policy of a role lets EC2 assume it on behalf of an instance. */
function letsEc2Assume(shelf: PolicyShelf, role: IamRole, { accountId, instanceArn }: ProfileViewer): boolean {
  const domain = role.arn.startsWith('arn:aws-cn:')
    ? ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']
    : ['ec2.amazonaws.com'];
  const policy = shelf.compiled(role.trustPolicy, 'trust', { name: role.name });
  const context = requestContext([
    [CONDITION_KEYS.principalIsAwsService, 'true'],
    [CONDITION_KEYS.sourceAccount, accountId],
    [CONDITION_KEYS.sourceArn, instanceArn],
  ]);
  return domain.some((service) => {
    const principal = { kind: 'service', service } as const;
    const request = { principal, action: 'sts:AssumeRole', resource: role.arn, context };
    return decide(request, { resource: { kind: 'trust', policy } }).effect === 'allow';
  });
}
