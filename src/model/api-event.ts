import type { RoleDelivery } from './instance-profile.ts';

/** Who made an API call (CloudTrail User Guide, "userIdentity element"). */
export interface ApiIdentity {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'web-identity' | 'anonymous';
  readonly accountId: string;
  /** Of the user, of the session, or of the root user; empty for those who have none. */
  readonly arn: string;
  /** `AIDA…`, `AROA…:session`, or the account for the root user. */
  readonly principalId: string;
  readonly accessKeyId: string | undefined;
  /** Of temporary credentials. */
  readonly session: ApiSession | undefined;
}

/** Where temporary credentials come from. */
export interface ApiSession {
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** Of a role session. */
  readonly roleArn: string | undefined;
  /** Of role credentials that an instance was given. */
  readonly instance: SessionInstance | undefined;
  readonly sourceIdentity: string | undefined;
  readonly federatedProvider: string | undefined;
}

/** The instance that role credentials were given to, and how it read them. */
export interface SessionInstance {
  readonly arn: string;
  readonly vpcId: string;
  /** Undefined on an IPv6-only instance. */
  readonly privateIpv4: string | undefined;
  readonly delivery: RoleDelivery;
}

/** One API call, refused or served. Holds no secret: what AWS keeps out of its own logs is masked. */
export interface ApiEvent {
  readonly timeMs: number;
  readonly durationMs: number;
  readonly requestId: string;
  /** As IAM policies name it; `undefined` if the request did not say. */
  readonly service: string | undefined;
  /** The operation; `undefined` if the request was for none that is known. */
  readonly operation: string | undefined;
  readonly region: string;
  /** `undefined` for a request that was not authenticated. */
  readonly identity: ApiIdentity | undefined;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** The ARNs that permission was asked for. */
  readonly resources: readonly string[];
  /** The input in the service's own member names; `undefined` if it was never read. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  /** `undefined` also for operations that describe or list. */
  readonly output: Readonly<Record<string, unknown>> | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly status: number;
}
