import { decide, requestContext, statementName } from './index.ts';
import type { AuthorizationRequest, CompiledPolicy, Decision, PolicyKind, PolicySet, Principal } from './index.ts';
import { policy } from './request.test-support.ts';

/** Written documents in their places, by name. */
interface WrittenPolicies {
  readonly identity?: Readonly<Record<string, object>>;
  readonly boundary?: Readonly<Record<string, object>>;
  readonly session?: Readonly<Record<string, object>>;
  /** Level and id, such as `root r-1`, to documents. */
  readonly scps?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly resource?: Readonly<Record<string, object>>;
  readonly trust?: Readonly<Record<string, object>>;
}

/** One line of the matrix: who, what, on what, and what else is known of the request. */
type Row = readonly [
  who: string,
  principal: Principal,
  action: string,
  resource: string,
  context?: Readonly<Record<string, string>>,
];

/** A guardrail with requests that meet it. */
export interface Scenario {
  readonly title: string;
  readonly policies: WrittenPolicies;
  readonly rows: readonly Row[];
}

/** The matrix as text for people. */
export function renderMatrix(scenarios: readonly Scenario[]): string {
  const heading = [
    'Who may do what, and why.',
    'Each section shows its policies, then requests: the verdict, who asks, for what, on what, with which context, and what decided.',
  ];
  return [...heading, ...scenarios.flatMap(renderScenario), ''].join('\n');
}

function renderScenario({ title, policies, rows }: Scenario, index: number): readonly string[] {
  const set = compileSet(policies);
  const lines = rows.flatMap((row) => renderRow(row, set));
  return ['', '', `${index + 1}. ${title}`, '', ...renderPolicies(policies), '', ...lines];
}

function compileSet(written: WrittenPolicies): PolicySet {
  const all = (documents: Readonly<Record<string, object>>, kind: PolicyKind): readonly CompiledPolicy[] =>
    Object.entries(documents).map(([name, statement]) => policy(documentOf(statement), kind, name));
  const [boundary] = all(written.boundary ?? {}, 'permissions-boundary');
  const [resource] = all(written.resource ?? {}, 'resource');
  const [trust] = all(written.trust ?? {}, 'trust');
  return {
    identity: all(written.identity ?? {}, 'identity'),
    ...(boundary && { boundary }),
    ...(written.session && { session: all(written.session, 'session') }),
    ...(written.scps && {
      scps: Object.entries(written.scps).map(([place, documents]) => {
        const [level = '', id = ''] = place.split(' ');
        return { level: levelOf(level), id, policies: all(documents, 'scp') };
      }),
    }),
    ...(resource && { resource: { kind: 'resource', policy: resource } }),
    ...(trust && { resource: { kind: 'trust', policy: trust } }),
  };
}

function levelOf(level: string): 'root' | 'organizational-unit' | 'account' {
  return level === 'root' || level === 'account' ? level : 'organizational-unit';
}

function documentOf(statement: object): object {
  return { Version: '2012-10-17', Statement: statement };
}

function renderPolicies(written: WrittenPolicies): readonly string[] {
  return Object.entries(written).flatMap(([place, documents]: [string, Readonly<Record<string, object>>]) =>
    Object.entries(documents).flatMap(([name, document]) =>
      place === 'scps'
        ? Object.entries(document).flatMap(([scp, each]) => renderPolicy(`scp at ${name}`, scp, each))
        : renderPolicy(place, name, document),
    ),
  );
}

function renderPolicy(place: string, name: string, document: object): readonly string[] {
  const list: readonly object[] = Array.isArray(document) ? document : [document];
  return list.map(
    (statement, index) => `   ${index === 0 ? `${place} ${name}: ` : '      and '}${sentence(statement)}`,
  );
}

const LINKS: Readonly<Record<string, string>> = {
  Principal: 'to',
  NotPrincipal: 'to all but',
  Action: '',
  NotAction: 'all but',
  Resource: 'on',
  NotResource: 'on all but',
};

function sentence(statement: object): string {
  const words = Object.entries(statement).flatMap(([element, value]) => {
    if (element === 'Sid') return [];
    if (element === 'Effect') return [String(value)];
    if (element === 'Condition') return [`if ${conditionSentence(Object(value))}`];
    return [`${LINKS[element]} ${typeof value === 'string' ? value : JSON.stringify(value)}`.trim()];
  });
  const sid = 'Sid' in statement ? ` [${String(statement.Sid)}]` : '';
  return `${words.join(' ')}${sid}`;
}

function conditionSentence(condition: Readonly<Record<string, object>>): string {
  const clauses = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key} ${[value].flat().join(' or ')}`),
  );
  return clauses.join(' and ');
}

function renderRow([who, principal, action, resource, context = {}]: Row, set: PolicySet): readonly string[] {
  const request: AuthorizationRequest = {
    principal,
    action,
    resource,
    context: requestContext(Object.entries(context)),
  };
  const decision = decide(request, set);
  const known = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  return [
    `   ${decision.effect === 'allow' ? 'allow' : 'DENY '}  ${[who, action, `on ${resource}`, ...known].join('  ')}`,
    `            ${why(decision)}`,
  ];
}

function why(decision: Decision): string {
  const { decidedBy } = decision;
  switch (decidedBy.kind) {
    case 'statement':
      return `${decision.kind}: ${statementName(decidedBy)}${decidedBy.scope === undefined ? '' : ` at ${decidedBy.scope.level} ${decidedBy.scope.id}`}`;
    case 'missing-allow':
      return `${decision.kind}: no ${decidedBy.policyType} allows it${decidedBy.scope === undefined ? '' : ` at ${decidedBy.scope.level} ${decidedBy.scope.id}`}`;
    default:
      return `${decision.kind}: ${decidedBy.kind}`;
  }
}
