import type { CompiledPolicy } from './compile-policy.ts';
import { allowedBy, decidingStatement, implicitDeny } from './decision.ts';
import type { Allowed, Decision, DecidingStatement, ImplicitDeny, PolicyType, ScpScope } from './decision.ts';
import type { PolicySet, ResourcePolicy } from './policy-set.ts';
import { allowReach, belongsToAccount, denyReaches } from './principal.ts';
import type { Principal, Reach } from './principal.ts';
import { crossesAccounts, evaluationOf, matchesRequest } from './request.ts';
import type { AuthorizationRequest, Evaluation } from './request.ts';

/** No policy can take this action away, because a refusal would tell as much as the answer (STS API Reference). */
const UNDENIABLE_ACTION = 'sts:getcalleridentity';

/**
 * Decides a request as IAM does (IAM User Guide, "Policy evaluation logic"): any matching Deny refuses; then each level of
 * service control policies must allow; then either the resource's policy names the principal itself, or its identity
 * policies (or the resource's policy naming its role), its boundary and its session policies must all allow. Across
 * accounts, and for a role's trust policy, the resource's policy must allow as well.
 */
export function decide(request: AuthorizationRequest, policies: PolicySet): Decision {
  const evaluation = evaluationOf(request);
  if (evaluation.action === UNDENIABLE_ACTION && belongsToAccount(request.principal)) {
    return allowedBy({ kind: 'no-permission-needed' });
  }
  const applicable = belongsToAccount(request.principal) ? policies : resourceOnly(policies);
  const matched = denials(evaluation, applicable);
  const [first] = matched;
  if (first !== undefined) return { effect: 'deny', kind: 'explicit-deny', decidedBy: first, matched };
  return lackingScp(evaluation, applicable) ?? weighAllows(evaluation, applicable);
}

function resourceOnly({ resource }: PolicySet): PolicySet {
  return resource === undefined ? {} : { resource };
}

/** A policy in its place. */
interface Layer {
  readonly type: PolicyType;
  readonly policy: CompiledPolicy;
  readonly scope?: ScpScope;
}

/** Every policy, in the order in which they are blamed. */
function* layersOf(policies: PolicySet): Iterable<Layer> {
  for (const { level, id, policies: attached } of policies.scps ?? []) {
    for (const policy of attached) yield { type: 'service control policy', policy, scope: { level, id } };
  }
  const { resource, boundary } = policies;
  if (resource !== undefined) yield { type: resourceType(resource), policy: resource.policy };
  for (const policy of policies.identity ?? []) yield { type: 'identity-based policy', policy };
  if (boundary !== undefined) yield { type: 'permissions boundary', policy: boundary };
  for (const policy of policies.session ?? []) yield { type: 'session policy', policy };
}

function resourceType(resource: ResourcePolicy): PolicyType {
  return resource.kind === 'trust' ? 'role trust policy' : 'resource-based policy';
}

function denials(evaluation: Evaluation, policies: PolicySet): readonly DecidingStatement[] {
  const { principal } = evaluation.request;
  const found: DecidingStatement[] = [];
  for (const { type, policy, scope } of layersOf(policies)) {
    for (const statement of policy.denies) {
      const about = statement.written.principal;
      if (about !== undefined && !denyReaches(about, principal)) continue;
      if (matchesRequest(statement, evaluation)) found.push(decidingStatement(type, policy, statement, scope));
    }
  }
  return found;
}

function lackingScp(evaluation: Evaluation, policies: PolicySet): ImplicitDeny | undefined {
  const lacking = policies.scps?.find(
    ({ policies: attached }) => firstAllow(evaluation, 'service control policy', attached) === undefined,
  );
  return lacking && implicitDeny('service control policy', { level: lacking.level, id: lacking.id });
}

function firstAllow(
  evaluation: Evaluation,
  type: PolicyType,
  policies: readonly CompiledPolicy[],
): Allowed | undefined {
  for (const policy of policies) {
    const statement = policy.allows.find((each) => matchesRequest(each, evaluation));
    if (statement !== undefined) return allowedBy(decidingStatement(type, policy, statement));
  }
  return undefined;
}

/** What the resource's policy gives a principal. */
interface Grant {
  readonly reach: Reach;
  readonly allowed: Allowed;
}

function weighAllows(evaluation: Evaluation, policies: PolicySet): Decision {
  const { request } = evaluation;
  const { resource } = policies;
  const grant = resource === undefined ? undefined : closestGrant(evaluation, resource);
  const lackingGrant = implicitDeny(resource === undefined ? 'resource-based policy' : resourceType(resource));
  if (!belongsToAccount(request.principal)) return grant?.allowed ?? lackingGrant;
  const outside = crossesAccounts(request);
  if (!outside && grant?.reach === 'direct') return grant.allowed;
  const own = weighOwn(evaluation, policies, outside || grant?.reach !== 'behind-session' ? undefined : grant.allowed);
  if (own.effect === 'deny') return own;
  return (outside || resource?.kind === 'trust') && grant === undefined ? lackingGrant : own;
}

const CLOSENESS = ['direct', 'behind-session', 'account'] as const satisfies readonly Reach[];

function closestGrant(evaluation: Evaluation, resource: ResourcePolicy): Grant | undefined {
  const matching = resource.policy.allows.filter((statement) => matchesRequest(statement, evaluation));
  for (const reach of CLOSENESS) {
    const statement = matching.find(
      ({ written }) => reachOf(written.principal, evaluation.request.principal) === reach,
    );
    if (statement !== undefined) {
      return { reach, allowed: allowedBy(decidingStatement(resourceType(resource), resource.policy, statement)) };
    }
  }
  return undefined;
}

function reachOf(element: Parameters<typeof allowReach>[0] | undefined, principal: Principal): Reach {
  return element === undefined ? 'none' : allowReach(element, principal);
}

/** The principal's own side; `granted` is what stands in for an identity policy. */
function weighOwn(evaluation: Evaluation, policies: PolicySet, granted: Allowed | undefined): Decision {
  const { principal } = evaluation.request;
  if (principal.kind === 'root') return allowedBy({ kind: 'root-user' });
  const base = granted ?? firstAllow(evaluation, 'identity-based policy', policies.identity ?? []);
  if (base === undefined) return implicitDeny('identity-based policy');
  const { boundary, session } = policies;
  if (boundary !== undefined && firstAllow(evaluation, 'permissions boundary', [boundary]) === undefined) {
    return implicitDeny('permissions boundary');
  }
  // A federated user has only what a session policy gives; a role session without one has all of its role's.
  const sessionCounts = session !== undefined || principal.kind === 'federated-user';
  if (sessionCounts && firstAllow(evaluation, 'session policy', session ?? []) === undefined) {
    return implicitDeny('session policy');
  }
  return base;
}
