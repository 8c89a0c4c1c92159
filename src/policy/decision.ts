import type { CompiledPolicy, CompiledStatement } from './compile-policy.ts';
import type { Statement } from './document.ts';
import type { ScpLevel } from './policy-set.ts';

/** The kinds of policy by the names AWS gives them in messages. */
export type PolicyType =
  | 'service control policy'
  | 'resource-based policy'
  | 'role trust policy'
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy';

/** Whether a request may go ahead, and why. */
export type Decision = Allowed | ExplicitDeny | ImplicitDeny;

/** Nothing denies, and everything that has to allow does. */
export interface Allowed {
  readonly effect: 'allow';
  readonly kind: 'allowed';
  readonly decidedBy: DecidingStatement | Inherent;
}

/** A statement denies. */
export interface ExplicitDeny {
  readonly effect: 'deny';
  readonly kind: 'explicit-deny';
  readonly decidedBy: DecidingStatement;
  /** Every statement that denies, the deciding one first. */
  readonly matched: readonly DecidingStatement[];
}

/** Nothing denies, but something that has to allow does not. */
export interface ImplicitDeny {
  readonly effect: 'deny';
  readonly kind: 'implicit-deny';
  readonly decidedBy: MissingAllow;
}

/** The statement that settled the matter. */
export interface DecidingStatement {
  readonly kind: 'statement';
  readonly policyType: PolicyType;
  readonly policyName: string;
  /** Undefined for inline policies. */
  readonly policyArn: string | undefined;
  /** Position in the document, from 0. */
  readonly statementIndex: number;
  readonly sid: string | undefined;
  readonly statement: Statement;
  /** For service control policies, where it is attached. */
  readonly scope: ScpScope | undefined;
}

/** The kind of policy in which an Allow was wanted and not found. */
export interface MissingAllow {
  readonly kind: 'missing-allow';
  readonly policyType: PolicyType;
  /** For service control policies, the first level without an Allow. */
  readonly scope: ScpScope | undefined;
}

/** A place in the organization. */
export type ScpScope = Omit<ScpLevel, 'policies'>;

/** An Allow that needs no statement: of the root user in its account, or of an action that needs no permission. */
export interface Inherent {
  readonly kind: 'root-user' | 'no-permission-needed';
}

/** Names a statement as the one that decided. */
export function decidingStatement(
  policyType: PolicyType,
  policy: CompiledPolicy,
  { index, written }: CompiledStatement,
  scope?: ScpScope,
): DecidingStatement {
  return {
    kind: 'statement',
    policyType,
    policyName: policy.name,
    policyArn: policy.arn,
    statementIndex: index,
    sid: written.sid,
    statement: written,
    scope,
  };
}

/** Says that no policy of a type allows. */
export function implicitDeny(policyType: PolicyType, scope?: ScpScope): ImplicitDeny {
  return { effect: 'deny', kind: 'implicit-deny', decidedBy: { kind: 'missing-allow', policyType, scope } };
}

/** Says what allowed. */
export function allowedBy(decidedBy: Allowed['decidedBy']): Allowed {
  return { effect: 'allow', kind: 'allowed', decidedBy };
}
