/**
 * What a policy is attached to, which decides its grammar: `identity` (users, groups, roles), `permissions-boundary`,
 * `session` (passed to AssumeRole), `scp` (AWS Organizations), `resource`, and `trust` (who may assume a role).
 */
export type PolicyKind = 'identity' | 'permissions-boundary' | 'session' | 'scp' | 'resource' | 'trust';

/** The version of the policy language. Policy variables exist only in 2012-10-17 (IAM User Guide, "Version"). */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

/** A policy whose grammar has been checked. Made by `parsePolicyDocument` only. */
export interface PolicyDocument {
  readonly version: PolicyVersion;
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
}

/** One statement, in the words it was written in. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: Effect;
  /** Absent in kinds of policy that are attached to a principal. */
  readonly principal: PrincipalElement | undefined;
  readonly action: PatternElement;
  /** Absent in trust policies, which are about the role they belong to. */
  readonly resource: PatternElement | undefined;
  readonly conditions: readonly ConditionClause[];
}

/** What a statement does when it matches. */
export type Effect = 'Allow' | 'Deny';

/** `Action`, `Resource` or, negated, `NotAction`, `NotResource`. */
export interface PatternElement {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` or, negated, `NotPrincipal`. `"*"` is held as `{ type: 'AWS', value: '*' }`, which means the same. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** One principal named by a policy. */
export interface PrincipalEntry {
  readonly type: PrincipalType;
  readonly value: string;
}

/** The kinds of principal a policy may name (IAM User Guide, "Principal"). */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** One operator applied to one key, such as `ForAnyValue:StringLikeIfExists` on `aws:TagKeys`. */
export interface ConditionClause {
  /** As written, with set operator and `IfExists`. */
  readonly operator: string;
  /** As written; keys are compared without regard to case. */
  readonly key: string;
  readonly values: readonly string[];
}
