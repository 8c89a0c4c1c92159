import { arn, deriveResourceId } from '#model';
import type { AccountId, InstanceProfile, ProfileStatus } from '#model';
import type { Facts } from './facts.ts';
import { textMember } from './facts.ts';

const CREDENTIALS = 'meta-data/iam/security-credentials';

/** Where a profile is. */
interface Account {
  readonly accountId: AccountId;
  readonly region: string;
}

/** The instance profile that a tree shows; undefined where it shows none. Of ids, those it does not show are made up. */
export function readProfile(facts: Facts, { accountId, region }: Account): InstanceProfile | undefined {
  const info = facts.json('meta-data/iam/info');
  const [roleName = ''] = facts.names(CREDENTIALS);
  if (roleName === '' && facts.text('meta-data/iam/info') === undefined) return undefined;
  const shownArn = textMember(info, 'InstanceProfileArn');
  const name = shownArn?.split('/').at(-1) ?? roleName;
  const suffix = (prefix: string): string =>
    deriveResourceId(prefix, `${accountId}/${roleName}`).slice(5).toUpperCase();
  return {
    name,
    arn: shownArn ?? arn(region, 'iam', '', accountId, `instance-profile/${name}`),
    id: textMember(info, 'InstanceProfileId') ?? `AIPA${suffix('AIPA')}`,
    status: statusOf(facts, info, roleName),
    roleName,
    roleId: `AROA${suffix('AROA')}`,
    roleArn: arn(region, 'iam', '', accountId, `role/${roleName}`),
  };
}

/** EC2 tells in the documents themselves what is wrong with a profile. */
function statusOf(facts: Facts, info: Readonly<Record<string, unknown>>, roleName: string): ProfileStatus {
  if (textMember(info, 'Code') === 'InstanceProfileNotFound') return 'profile-not-found';
  if (roleName === '') return 'no-role';
  const code = textMember(facts.json(`${CREDENTIALS}/${roleName}`), 'Code');
  return code === 'AssumeRoleUnauthorizedAccess' ? 'role-unauthorized' : 'ready';
}
