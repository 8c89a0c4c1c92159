import { err, ok } from '#base';
import type { Result } from '#base';
import { decide, requestContext } from '#policy';
import type { AccountPrincipal, AuthorizationRequest, CompiledPolicy, Decision, PolicySet } from '#policy';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { listedPage } from '../iam-page.ts';
import { malformedPolicy } from '../policy-document.ts';

/** What both simulations are asked for. */
export type SimulationInput = Omit<
  iam.SimulateCustomPolicyRequest,
  'PolicyInputList' | 'OrderedOrganizationPolicyInputList'
>;

/** Who would call, and what has a say in it. */
export interface Simulated {
  readonly principal: AccountPrincipal;
  readonly policies: PolicySet;
}

const QUESTIONS_MAX = 1000;

/** What is wrong with a simulation, found without looking anything up. */
export function invalidSimulation(
  input: SimulationInput,
  policies: readonly string[] | undefined,
): ApiError | undefined {
  const { ActionNames, ResourceArns = ['*'], PermissionsBoundaryPolicyInputList: boundaries = [] } = input;
  const action = ActionNames.find((name) => !/^[\w-]{1,64}:[\w*?]{1,64}$/.test(name));
  if (action !== undefined) return invalidInput(`Invalid action name: ${action.slice(0, 128)}`);
  if (ActionNames.length * ResourceArns.length > QUESTIONS_MAX) {
    return invalidInput(`At most ${QUESTIONS_MAX} pairs of action and resource are simulated at once.`);
  }
  if (boundaries.length > 1) return invalidInput('At most one permissions boundary can be simulated.');
  return (
    firstMalformed(policies ?? [], 'identity') ??
    firstMalformed(boundaries, 'permissions-boundary') ??
    (input.ResourcePolicy === undefined ? undefined : firstMalformed([input.ResourcePolicy], 'resource'))
  );
}

function firstMalformed(
  texts: readonly string[],
  kind: 'identity' | 'permissions-boundary' | 'resource',
): ApiError | undefined {
  const wrong = texts.map((text) => malformedPolicy(text, kind)).find((error) => error !== undefined);
  return wrong && invalidInput(wrong.message);
}

function invalidInput(message: string): ApiError {
  return { code: 'InvalidInput', message };
}

/** The policies that a simulation brings along: they are compiled for it alone. */
export function simulatedPolicies(
  { shelf }: Call,
  input: SimulationInput,
  identity: readonly string[],
): Pick<PolicySet, 'identity' | 'boundary' | 'resource'> {
  const [boundary] = input.PermissionsBoundaryPolicyInputList ?? [];
  const { ResourcePolicy: resource } = input;
  return {
    identity: identity.map((text, index) => shelf.compiled(text, 'identity', { name: `PolicyInputList.${index + 1}` })),
    ...(boundary === undefined
      ? {}
      : {
          boundary: shelf.compiled(boundary, 'permissions-boundary', { name: 'PermissionsBoundaryPolicyInputList.1' }),
        }),
    ...(resource === undefined
      ? {}
      : {
          resource: {
            kind: 'resource' as const,
            policy: shelf.compiled(resource, 'resource', { name: 'ResourcePolicy' }),
          },
        }),
  };
}

/** Decides every action on every resource; nothing is done. */
export function simulate(input: SimulationInput, simulated: Simulated): Result<iam.SimulatePolicyResponse, ApiError> {
  const { ActionNames, ResourceArns = ['*'] } = input;
  const results = ActionNames.flatMap((action) =>
    ResourceArns.map((resource) => evaluation(input, simulated, action, resource)),
  );
  const numbered = results.map((result, index) => ({ result, key: String(index).padStart(6, '0') }));
  const page = listedPage(numbered, ({ key }) => key, input);
  if (!page.ok) return err(page.error);
  return ok({ EvaluationResults: page.value.items.map(({ result }) => result), ...page.value.rest });
}

function evaluation(
  { ContextEntries = [], ResourceOwner }: SimulationInput,
  { principal, policies }: Simulated,
  action: string,
  resource: string,
): iam.EvaluationResult {
  const owner = /\d{12}/.exec(ResourceOwner ?? '')?.[0];
  const context = requestContext(
    ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues]),
  );
  const request: AuthorizationRequest = {
    principal,
    action,
    resource,
    context,
    ...(owner === undefined ? {} : { resourceAccountId: owner }),
  };
  const decision = decide(request, policies);
  const { boundary, scps } = policies;
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: DECISIONS[decision.kind],
    MatchedStatements: matchedStatements(decision),
    MissingContextValues: missingKeys(policies, request),
    PermissionsBoundaryDecisionDetail:
      boundary === undefined
        ? undefined
        : { AllowedByPermissionsBoundary: isAllowed(request, { identity: [boundary] }) },
    OrganizationsDecisionDetail:
      scps === undefined
        ? undefined
        : { AllowedByOrganizations: isAllowed(request, { scps, identity: scps.at(-1)?.policies ?? [] }) },
  };
}

const DECISIONS = {
  allowed: 'allowed',
  'explicit-deny': 'explicitDeny',
  'implicit-deny': 'implicitDeny',
} as const satisfies Record<Decision['kind'], iam.PolicyEvaluationDecisionType>;

function isAllowed(request: AuthorizationRequest, policies: PolicySet): boolean {
  return decide(request, policies).effect === 'allow';
}

function matchedStatements(decision: Decision): readonly iam.Statement[] {
  const statements =
    decision.kind === 'explicit-deny'
      ? decision.matched
      : decision.decidedBy.kind === 'statement'
        ? [decision.decidedBy]
        : [];
  return statements.map(({ policyName, policyType }) => ({
    SourcePolicyId: policyName,
    SourcePolicyType: policyType === 'resource-based policy' ? 'resource' : 'none',
  }));
}

/** Condition keys that policies ask for and the simulation was not given. */
function missingKeys(policies: PolicySet, { context }: AuthorizationRequest): readonly string[] {
  const all: readonly CompiledPolicy[] = [
    ...(policies.identity ?? []),
    ...(policies.boundary === undefined ? [] : [policies.boundary]),
    ...(policies.scps ?? []).flatMap((level) => level.policies),
  ];
  const keys = all.flatMap(({ allows, denies }) =>
    [...allows, ...denies].flatMap(({ written }) => written.conditions.map(({ key }) => key)),
  );
  return [...new Set(keys)].filter((key) => !context.has(key.toLowerCase()));
}
