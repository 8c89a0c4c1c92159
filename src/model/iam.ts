/** A policy document as its writer wrote it: JSON text, checked when it was taken in. */
export type PolicyText = string;

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** What every IAM entity has (IAM User Guide, "IAM identifiers"). */
export interface IamEntity {
  readonly accountId: string;
  /** Unique in the account, without regard to case. */
  readonly name: string;
  /** The unique id: `AROA…`, `AIPA…`, `AIDA…`, `ANPA…`. */
  readonly id: string;
  readonly arn: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly createdAtMs: number;
  readonly tags: Tags;
}

/** What users and roles have: permissions. */
export interface IamIdentity extends IamEntity {
  /** Inline policies by name. */
  readonly inlinePolicies: Readonly<Record<string, PolicyText>>;
  /** ARNs of managed policies, in the order they were attached. */
  readonly attachedPolicyArns: readonly string[];
  /** ARN of the managed policy that is the permissions boundary. */
  readonly permissionsBoundaryArn?: string | undefined;
}

/** An IAM role. */
export interface IamRole extends IamIdentity {
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  /** `AssumeRolePolicyDocument`. */
  readonly trustPolicy: PolicyText;
}

/** An IAM user. Its access keys are documents of their own. */
export type IamUser = IamIdentity;

/** An instance profile as IAM keeps it. What an instance sees of it is `InstanceProfile`. */
export interface IamInstanceProfile extends IamEntity {
  /** The name of the one role it may hold. */
  readonly roleName?: string | undefined;
}

/** One version of a managed policy. */
export interface ManagedPolicyVersion {
  /** `v1`, `v2`, … */
  readonly id: string;
  readonly document: PolicyText;
  readonly createdAtMs: number;
}

/** A customer managed policy. */
export interface ManagedPolicy extends IamEntity {
  readonly description: string;
  readonly updatedAtMs: number;
  readonly defaultVersionId: string;
  /** Oldest first; 1 to 5. */
  readonly versions: readonly ManagedPolicyVersion[];
  /** The number the next version will have; numbers are not used twice. */
  readonly nextVersion: number;
}

/** A long-term access key of a user. */
export interface AccessKey {
  readonly accountId: string;
  readonly userName: string;
  /** `AKIA…` */
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAtMs: number;
}

/** An OpenID Connect identity provider. */
export interface OidcProvider {
  readonly accountId: string;
  readonly arn: string;
  /** Without `https://`, as it stands in the ARN. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAtMs: number;
  readonly tags: Tags;
}
