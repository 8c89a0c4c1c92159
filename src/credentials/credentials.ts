import type { Result } from '#base';
import type { Instance, RoleDelivery } from '#model';

/** Temporary credentials, as somebody issued them. All times in milliseconds since the epoch. */
export interface Credentials {
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
  /** Secret. Empty for long-term keys. */
  readonly sessionToken: string;
  /** `LastUpdated`. */
  readonly issuedAtMs: number;
  /** When the next ones should be asked for; never after `expiresAtMs`. */
  readonly refreshAtMs: number;
  /** `Expiration`. */
  readonly expiresAtMs: number;
  /** The account they act in; undefined where the issuer did not say, and it is the instance's own. */
  readonly accountId: string | undefined;
}

/** Why there are no credentials, in words that hold no secret and may be shown and logged. */
export interface IssueFailure {
  /** The issuer's own code where it gave one (`AccessDenied`, `ExpiredToken`, …), otherwise one of ours. */
  readonly code: string;
  readonly message: string;
}

/** The code of a refusal by trust policy: EC2 tells the instance so in the body of an HTTP 200. */
export const ACCESS_DENIED = 'AccessDenied';

/** A role that EC2 assumes for an instance. */
export interface InstanceRole {
  /** The role of the instance profile, or EC2's own `aws:ec2-instance` role that every instance has. */
  readonly kind: 'instance-profile' | 'instance-identity';
  readonly name: string;
  /** `AROA…`, or `<account>:aws:ec2-instance`: what stands before the session name in a principal id. */
  readonly id: string;
  readonly arn: string;
}

/** For whom credentials are wanted. The session's name is the instance's id. */
export interface SessionRequest {
  readonly instance: Instance;
  readonly role: InstanceRole;
  /** Requests without and with a session token get different sessions (EC2 API Reference, `HttpTokens`). */
  readonly delivery: RoleDelivery;
}

/** What an issuer answers. */
export type IssueResult = Result<Credentials, IssueFailure>;

/**
 * Whoever issues credentials. An `immediate` issuer answers at once, alike for the same request until `refreshAtMs`, and is
 * asked every time; a `remote` one takes time and may fail, so what it gave is kept. Neither throws.
 */
export type CredentialIssuer =
  | { readonly kind: 'immediate'; issue(request: SessionRequest, nowMs: number): IssueResult }
  | { readonly kind: 'remote'; issue(request: SessionRequest): Promise<IssueResult> };
