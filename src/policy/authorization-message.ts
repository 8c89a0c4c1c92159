import { CONDITION_KEYS } from './context-keys.ts';
import type { Decision, DecidingStatement } from './decision.ts';
import { belongsToAccount, principalName } from './principal.ts';
import type { Principal } from './principal.ts';
import type { AuthorizationRequest } from './request.ts';

/** The list form of these messages. */
export interface Items<Item> {
  readonly items: readonly Item[];
}

/** A condition key with its values. */
export interface KeyedValues {
  readonly key: string;
  readonly values: Items<{ readonly value: string }>;
}

/** What `sts:DecodeAuthorizationMessage` shows, as the JSON inside `DecodedMessage`. Plain data, ready to be sealed. */
export interface AuthorizationMessage {
  readonly allowed: boolean;
  readonly explicitDeny: boolean;
  readonly matchedStatements: Items<MatchedStatement>;
  readonly failures: Items<never>;
  readonly context: {
    readonly principal: { readonly id: string; readonly name?: string; readonly arn: string };
    readonly action: string;
    readonly resource: string;
    readonly conditions: Items<KeyedValues>;
  };
}

/** A statement that denies, in the words of these messages. `notActions` and `notResources` are ours. */
export interface MatchedStatement {
  readonly statementId: string;
  readonly effect: 'ALLOW' | 'DENY';
  readonly principals: Items<{ readonly value: string }>;
  readonly principalGroups: Items<never>;
  readonly actions: Items<{ readonly value: string }>;
  readonly notActions?: Items<{ readonly value: string }>;
  readonly resources: Items<{ readonly value: string }>;
  readonly notResources?: Items<{ readonly value: string }>;
  readonly conditions: Items<KeyedValues>;
}

/** Lays out a decision for `sts:DecodeAuthorizationMessage` (STS API Reference). */
export function authorizationMessage(decision: Decision, request: AuthorizationRequest): AuthorizationMessage {
  const matched = decision.kind === 'explicit-deny' ? decision.matched : [];
  const conditions = [...request.context].map(([key, values]) => keyedValues(SPELLING.get(key) ?? key, values));
  return {
    allowed: decision.effect === 'allow',
    explicitDeny: decision.kind === 'explicit-deny',
    matchedStatements: { items: matched.map((statement) => matchedStatement(statement, request.principal)) },
    failures: { items: [] },
    context: {
      principal: principalOf(request.principal),
      action: request.action,
      resource: request.resource,
      conditions: { items: conditions },
    },
  };
}

/** From keys in lower case to the way AWS writes them. */
const SPELLING: ReadonlyMap<string, string> = new Map(
  Object.values(CONDITION_KEYS).map((key) => [key.toLowerCase(), key]),
);

function principalOf(principal: Principal): AuthorizationMessage['context']['principal'] {
  const arn = principalName(principal);
  if (!belongsToAccount(principal)) return { id: arn, arn };
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return principal.kind === 'user' ? { id: principal.id, name, arn } : { id: principal.id, arn };
}

function matchedStatement({ sid, statement }: DecidingStatement, principal: Principal): MatchedStatement {
  const { action, resource } = statement;
  const id = belongsToAccount(principal) ? principal.id : principalName(principal);
  const actions = itemsOf(action.patterns);
  const resources = itemsOf(resource?.patterns ?? []);
  return {
    statementId: sid ?? '',
    effect: statement.effect === 'Deny' ? 'DENY' : 'ALLOW',
    principals: itemsOf([id]),
    principalGroups: { items: [] },
    ...(action.negated ? { actions: { items: [] }, notActions: actions } : { actions }),
    ...(resource?.negated === true ? { resources: { items: [] }, notResources: resources } : { resources }),
    conditions: { items: statement.conditions.map(({ key, values }) => keyedValues(key, values)) },
  };
}

function keyedValues(key: string, values: readonly string[]): KeyedValues {
  return { key, values: itemsOf(values) };
}

function itemsOf(values: readonly string[]): Items<{ readonly value: string }> {
  return { items: values.map((value) => ({ value })) };
}
