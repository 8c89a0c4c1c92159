import type { CompiledPolicy } from './compile-policy.ts';

/** Every policy that has a say in a request. What is left out is taken not to exist. */
export interface PolicySet {
  /** Of the user and the user's groups, or of the role: inline and attached. */
  readonly identity?: readonly CompiledPolicy[];
  readonly boundary?: CompiledPolicy;
  /** Those passed when the session was made; leave out when none were. */
  readonly session?: readonly CompiledPolicy[];
  /**
   * From the root of the organization down to the principal's account. Leave out for accounts in no organization, the
   * management account and service-linked roles, which no service control policy restricts.
   */
  readonly scps?: readonly ScpLevel[];
  /** Of the resource, or the trust policy of the role to be assumed. */
  readonly resource?: ResourcePolicy;
}

/** The service control policies attached to one place in the organization. */
export interface ScpLevel {
  readonly level: 'root' | 'organizational-unit' | 'account';
  /** Such as `r-a1b2`, `ou-a1b2-c3d4e5f6` or the account number. */
  readonly id: string;
  readonly policies: readonly CompiledPolicy[];
}

/** A policy that belongs to the resource. A trust policy must allow, also within one account. */
export interface ResourcePolicy {
  readonly kind: 'resource' | 'trust';
  readonly policy: CompiledPolicy;
}
