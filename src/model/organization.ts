import type { PolicyText, Tags } from './iam.ts';

/** An organizational unit. */
export interface OrganizationalUnit {
  /** `ou-…` */
  readonly id: string;
  readonly name: string;
  /** The root or another unit. */
  readonly parentId: string;
}

/** An account in its organization. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The root or a unit. */
  readonly parentId: string;
  readonly status: 'ACTIVE' | 'SUSPENDED';
  readonly joinedMethod: 'CREATED' | 'INVITED';
  readonly joinedAtMs: number;
}

/** An organization (AWS Organizations): one document, so that whatever moves in it moves at once. */
export interface Organization {
  /** `o-…` */
  readonly id: string;
  /** `r-…` */
  readonly rootId: string;
  /** Restricted by no service control policy. */
  readonly managementAccountId: string;
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING';
  /** The kinds of policy that are enabled at the root. */
  readonly enabledPolicyTypes: readonly string[];
  readonly units: readonly OrganizationalUnit[];
  readonly accounts: readonly OrganizationAccount[];
  /** Ids of policies by the id of the root, unit or account they are attached to. */
  readonly attachments: Readonly<Record<string, readonly string[]>>;
  /** Of the root, units and accounts, by their ids. */
  readonly tags?: Readonly<Record<string, Tags>> | undefined;
  /** What has come of the last requests to make an account, oldest first. */
  readonly accountRequests?: readonly AccountRequest[] | undefined;
  /** The services that may act in the organization. */
  readonly trustedServices?: readonly TrustedService[] | undefined;
}

/** A request to make an account: it is done when it is answered. */
export interface AccountRequest {
  /** `car-…` */
  readonly id: string;
  readonly accountName: string;
  readonly atMs: number;
  /** Of the account that was made. */
  readonly accountId?: string | undefined;
  /** Why none was. */
  readonly failure?: 'ACCOUNT_LIMIT_EXCEEDED' | 'EMAIL_ALREADY_EXISTS' | undefined;
}

/** A service that may act in an organization, such as `cloudtrail.amazonaws.com`. */
interface TrustedService {
  readonly principal: string;
  readonly sinceMs: number;
}

/** A policy of an organization. Of the types there are, service control policies are evaluated. */
export interface OrganizationPolicy {
  /** `p-…` */
  readonly id: string;
  readonly organizationId: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  /** Made and kept by AWS, such as `FullAWSAccess`. */
  readonly awsManaged: boolean;
  readonly document: PolicyText;
  readonly tags: Tags;
}
