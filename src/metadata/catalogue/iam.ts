import type { Instance } from '#model';
import type { Subject } from '../category.ts';
import { issued } from '../content.ts';

/** The instance profile, the credentials of its role, and those of the instance's own identity. */
export const iam = {
  placeholders: {
    'role-name': { candidates: (instance) => roleNames(instance) },
  },
  categories: [
    {
      path: 'meta-data/iam/info',
      since: '2012-01-12',
      present: 'when the instance has an instance profile',
      value: ({ instanceProfile }) => (instanceProfile === undefined ? undefined : issued('iam-info')),
    },
    {
      path: 'meta-data/iam/security-credentials/{role-name}',
      since: '2012-01-12',
      present: 'when the instance profile exists and holds that role',
      value: (instance, [name]) => (isRoleName(instance, name) ? issued('role-credentials') : undefined),
    },
    {
      path: 'meta-data/iam/security-credentials-extended/{role-name}',
      since: '2012-01-12',
      feature: 'securityCredentialsExtended',
      // cloud-init skips only the name `security-credentials`: were this one listed, it would read and log the keys.
      unlisted: 'security-credentials-extended',
      present: 'when the instance profile exists and holds that role',
      value: (instance, [name]) => (isRoleName(instance, name) ? issued('role-credentials-extended') : undefined),
    },
    {
      path: 'meta-data/identity-credentials/ec2/info',
      since: '2018-05-23',
      present: 'always',
      value: () => issued('identity-credentials-info'),
    },
    {
      path: 'meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
      since: '2018-05-23',
      present: 'always',
      value: () => issued('instance-identity-credentials'),
    },
  ],
} satisfies Subject;

/** None when EC2 cannot find the profile, for then it cannot know of a role; one that may not be assumed is still named. */
function roleNames({ instanceProfile }: Instance): readonly string[] {
  if (instanceProfile === undefined || instanceProfile.status === 'profile-not-found') return [];
  return instanceProfile.status === 'no-role' ? [] : [instanceProfile.roleName];
}

function isRoleName(instance: Instance, name: string | undefined): boolean {
  return name !== undefined && roleNames(instance).includes(name);
}
