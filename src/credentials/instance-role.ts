import { arn } from '#model';
import type { Instance } from '#model';
import type { InstanceRole } from './credentials.ts';

/** The name of the role that every instance has without anybody attaching it (EC2 User Guide, "Instance identity roles"). */
const IDENTITY_ROLE_NAME = 'aws:ec2-instance';

/** The role of the instance's profile; undefined where there is none to assume. */
export function profileRole(instance: Instance): InstanceRole | undefined {
  const profile = instance.instanceProfile;
  if (profile === undefined || profile.roleName === '') return undefined;
  return { kind: 'instance-profile', name: profile.roleName, id: profile.roleId, arn: profile.roleArn };
}

/** The instance identity role. Principal ids of its sessions are `<account>:aws:ec2-instance:<instance>`. */
export function identityRole(instance: Instance): InstanceRole {
  const { accountId, region } = instance;
  return {
    kind: 'instance-identity',
    name: IDENTITY_ROLE_NAME,
    id: `${accountId}:${IDENTITY_ROLE_NAME}`,
    arn: arn(region, 'iam', '', accountId, `role/${IDENTITY_ROLE_NAME}`),
  };
}
