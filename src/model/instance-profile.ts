/**
 * What EC2 finds when it assumes the role of an instance: `ready`, or one of the failures it reports in the body of an
 * HTTP 200 (IAM User Guide, "Troubleshoot IAM and Amazon EC2").
 */
export type ProfileStatus = 'ready' | 'profile-not-found' | 'no-role' | 'role-unauthorized';

/** The instance profile of an instance, with the one role it may hold. */
export interface InstanceProfile {
  readonly name: string;
  readonly arn: string;
  /** `AIPA…` */
  readonly id: string;
  readonly status: ProfileStatus;
  /** Empty when `status` is `no-role`. */
  readonly roleName: string;
  /** `AROA…` */
  readonly roleId: string;
  readonly roleArn: string;
}

/** How role credentials were read: by a request without a session token (1.0) or with one (2.0). */
export type RoleDelivery = '1.0' | '2.0';
