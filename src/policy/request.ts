import { matchesArn, splitArn } from './arn-pattern.ts';
import type { CompiledStatement, ResourcePattern } from './compile-policy.ts';
import { holds } from './condition.ts';
import type { RequestContext } from './condition.ts';
import { matchesGlob } from './glob.ts';
import { belongsToAccount } from './principal.ts';
import type { Principal } from './principal.ts';
import type { VariableLookup } from './template.ts';

/** One question: may this principal do this to that? A call that touches several resources asks once for each. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** Service and name, such as `ec2:RunInstances`; case does not matter. */
  readonly action: string;
  /** An ARN, or `*` for actions that are not about a resource in particular. */
  readonly resource: string;
  /** Whose resource it is, where its ARN does not tell, as that of an S3 bucket. */
  readonly resourceAccountId?: string;
  readonly context: RequestContext;
}

/** A request with what every statement asks of it worked out once. */
export interface Evaluation {
  readonly request: AuthorizationRequest;
  /** In lower case. */
  readonly action: string;
  /** Undefined when the resource is no ARN. */
  readonly resourceParts: readonly string[] | undefined;
  readonly lookup: VariableLookup;
}

/** Readies a request. */
export function evaluationOf(request: AuthorizationRequest): Evaluation {
  const lookup: VariableLookup = (key) => {
    const values = request.context.get(key);
    // A key with several values cannot be a variable (IAM User Guide, "Variables and tags").
    return values?.length === 1 ? values[0] : undefined;
  };
  return { request, action: request.action.toLowerCase(), resourceParts: splitArn(request.resource), lookup };
}

/** Whether principal and resource belong to different accounts, so that both must agree. */
export function crossesAccounts(request: AuthorizationRequest): boolean {
  const owner = request.resourceAccountId ?? splitArn(request.resource)?.[4] ?? '';
  return belongsToAccount(request.principal) && /^\d{12}$/.test(owner) && owner !== request.principal.accountId;
}

/** Whether a statement is about the request, its principal left aside. */
export function matchesRequest(statement: CompiledStatement, evaluation: Evaluation): boolean {
  return (
    matchesAction(statement, evaluation.action) &&
    matchesResource(statement, evaluation) &&
    statement.conditions.every((condition) => holds(condition, evaluation.request.context, evaluation.lookup))
  );
}

function matchesAction(statement: CompiledStatement, action: string): boolean {
  return statement.actions.some((pattern) => matchesGlob(pattern, action)) !== statement.written.action.negated;
}

function matchesResource({ resources, written }: CompiledStatement, evaluation: Evaluation): boolean {
  if (resources === undefined) return true;
  return resources.some((pattern) => matchesOne(pattern, evaluation)) !== written.resource?.negated;
}

function matchesOne(pattern: ResourcePattern, { resourceParts, lookup }: Evaluation): boolean {
  if (pattern === 'everything') return true;
  return resourceParts !== undefined && matchesArn(pattern, resourceParts, lookup);
}
