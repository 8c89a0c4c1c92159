import type { Decision, DecidingStatement, ExplicitDeny, ImplicitDeny, PolicyType } from './decision.ts';
import { principalName } from './principal.ts';
import { crossesAccounts } from './request.ts';
import type { AuthorizationRequest } from './request.ts';

/**
 * The decision in a sentence, for a refusal word for word as AWS puts it (IAM User Guide, "Troubleshoot access denied error
 * messages"). Which policy of another account refused is not told to a caller from outside.
 */
export function describeDecision(decision: Decision, request: AuthorizationRequest): string {
  const { action, principal } = request;
  if (decision.effect === 'allow')
    return `${subject(request)} is authorized to perform: ${action}${onResource(request)} ${allowReason(decision.decidedBy)}`;
  if (principal.kind === 'web-identity') return `Not authorized to perform ${action}`;
  const refusal = `${subject(request)} is not authorized to perform: ${action}${onResource(request)}`;
  return isForeign(decision, request) ? refusal : `${refusal} ${denyReason(decision, action)}`;
}

function subject({ principal }: AuthorizationRequest): string {
  return `User: ${principalName(principal)}`;
}

function onResource({ resource }: AuthorizationRequest): string {
  return resource === '*' ? '' : ` on resource: ${resource}`;
}

function isForeign({ decidedBy }: ExplicitDeny | ImplicitDeny, request: AuthorizationRequest): boolean {
  const ofResource = decidedBy.policyType === 'resource-based policy' || decidedBy.policyType === 'role trust policy';
  return ofResource && crossesAccounts(request);
}

function denyReason(decision: ExplicitDeny | ImplicitDeny, action: string): string {
  const { policyType } = decision.decidedBy;
  if (decision.kind === 'implicit-deny') return `because no ${policyType} allows the ${action} action`;
  const { policyArn } = decision.decidedBy;
  return `with an explicit deny in ${withArticle(policyType)}${policyArn === undefined ? '' : `: ${policyArn}`}`;
}

function withArticle(policyType: PolicyType): string {
  if (policyType === 'role trust policy') return `the ${policyType}`;
  return `${policyType === 'identity-based policy' ? 'an' : 'a'} ${policyType}`;
}

function allowReason(decidedBy: Extract<Decision, { effect: 'allow' }>['decidedBy']): string {
  switch (decidedBy.kind) {
    case 'root-user':
      return 'because it is the root user of the account';
    case 'no-permission-needed':
      return 'because the action needs no permission';
    case 'statement':
      return `by ${statementName(decidedBy)}`;
  }
}

/** A statement by the name people look for it under: its Sid, or its place, and the policy it stands in. */
export function statementName({ sid, statementIndex, policyType, policyArn, policyName }: DecidingStatement): string {
  const statement = sid === undefined || sid === '' ? `statement ${statementIndex + 1}` : `statement ${sid}`;
  return `${statement} of ${withArticle(policyType)}: ${policyArn ?? policyName}`;
}
