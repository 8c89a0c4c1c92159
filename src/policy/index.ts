// Owns IAM's policy language: its grammar, its conditions, and the decision over a request with the reason for it.
// Promises that an explicit deny wins, that what is not allowed is denied, and that every decision names what made it.
// Never knows where policies are kept or how a request arrived: both are handed in.
export { authorizationMessage } from './authorization-message.ts';
export type { AuthorizationMessage, Items, KeyedValues, MatchedStatement } from './authorization-message.ts';
export { compilePolicy } from './compile-policy.ts';
export type { CompiledPolicy, PolicyName } from './compile-policy.ts';
export { requestContext } from './condition.ts';
export type { RequestContext } from './condition.ts';
export { CONDITION_KEYS, TAG_KEY_PREFIXES } from './context-keys.ts';
export { decide } from './decide.ts';
export type {
  Allowed,
  DecidingStatement,
  Decision,
  ExplicitDeny,
  ImplicitDeny,
  Inherent,
  MissingAllow,
  PolicyType,
  ScpScope,
} from './decision.ts';
export { describeDecision, statementName } from './describe-decision.ts';
export type {
  ConditionClause,
  Effect,
  PatternElement,
  PolicyDocument,
  PolicyKind,
  PolicyVersion,
  PrincipalElement,
  PrincipalEntry,
  PrincipalType,
  Statement,
} from './document.ts';
export { letsEc2Assume } from './ec2-trust.ts';
export type { Ec2Assumption } from './ec2-trust.ts';
export type { MalformedPolicy } from './malformed-policy.ts';
export { parsePolicyDocument } from './parse-document.ts';
export type { DocumentDemands } from './parse-document.ts';
export type { PolicySet, ResourcePolicy, ScpLevel } from './policy-set.ts';
export { POLICY_SIZE_LIMITS, policySize } from './policy-size.ts';
export type { AccountPrincipal, Principal } from './principal.ts';
export { crossesAccounts } from './request.ts';
export type { AuthorizationRequest } from './request.ts';
