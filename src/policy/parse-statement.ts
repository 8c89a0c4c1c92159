import type { Effect, PatternElement, PolicyKind, PrincipalElement, Statement } from './document.ts';
import { asList, has, isJsonObject } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';
import { REFUSALS } from './malformed-policy.ts';
import type { Faults } from './malformed-policy.ts';
import { checkAction, checkResource } from './parse-pattern.ts';
import { parseConditions } from './parse-condition.ts';
import { parsePrincipals } from './parse-principal.ts';

const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Reads one statement; whatever is wrong with it goes to `faults`. */
export function parseStatement(value: unknown, kind: PolicyKind, path: string, faults: Faults): Statement {
  if (!isJsonObject(value)) faults.report(path, REFUSALS.syntax, 'A statement must be a JSON object');
  const statement: JsonObject = isJsonObject(value) ? value : {};
  for (const element of Object.keys(statement)) {
    if (!STATEMENT_ELEMENTS.has(element)) {
      faults.report(`${path}.${element}`, REFUSALS.syntax, `Unknown element "${element}"`);
    }
  }
  return {
    sid: parseSid(statement['Sid'], kind, path, faults),
    effect: parseEffect(statement['Effect'], path, faults),
    principal: parsePrincipalElement(statement, kind, path, faults),
    action: parseActions(statement, kind, path, faults),
    resource: parseResources(statement, kind, path, faults),
    conditions: has(statement, 'Condition') ? parseConditions(statement['Condition'], `${path}.Condition`, faults) : [],
  };
}

function parseSid(sid: unknown, kind: PolicyKind, path: string, faults: Faults): string | undefined {
  if (sid === undefined) return undefined;
  if (typeof sid !== 'string') {
    faults.report(`${path}.Sid`, REFUSALS.syntax, 'Sid must be a string');
    return undefined;
  }
  if (kind !== 'resource' && !/^[0-9A-Za-z]*$/.test(sid)) {
    faults.report(`${path}.Sid`, REFUSALS.sidCharacters, `"${sid}" has other characters than letters and digits`);
  }
  return sid;
}

function parseEffect(effect: unknown, path: string, faults: Faults): Effect {
  if (effect === 'Allow' || effect === 'Deny') return effect;
  faults.report(`${path}.Effect`, REFUSALS.syntax, 'Effect must be "Allow" or "Deny"');
  return 'Deny';
}

function parsePrincipalElement(
  statement: JsonObject,
  kind: PolicyKind,
  path: string,
  faults: Faults,
): PrincipalElement | undefined {
  const named = presentElement(statement, 'Principal', path, faults);
  if (kind !== 'resource' && kind !== 'trust') {
    if (named === undefined) return undefined;
    faults.report(`${path}.${named}`, REFUSALS.principalForbidden, `${named} belongs to resource policies`);
    return undefined;
  }
  if (named === undefined) {
    faults.report(path, REFUSALS.principalMissing, 'The statement must say whom it is about');
    return undefined;
  }
  if (named === 'NotPrincipal' && kind === 'trust') {
    faults.report(`${path}.NotPrincipal`, REFUSALS.notPrincipalForbidden, 'A trust policy must name whom it trusts');
  }
  const entries = parsePrincipals(statement[named], kind, `${path}.${named}`, faults);
  return { negated: named === 'NotPrincipal', entries };
}

function parseActions(statement: JsonObject, kind: PolicyKind, path: string, faults: Faults): PatternElement {
  const element = parsePatterns(statement, 'Action', path, faults);
  if (element === undefined || element.patterns.length === 0) {
    faults.report(path, REFUSALS.noActions, 'The statement must have Action or NotAction');
  }
  for (const pattern of element?.patterns ?? []) checkAction(pattern, kind, `${path}.Action`, faults);
  return element ?? { negated: false, patterns: [] };
}

function parseResources(
  statement: JsonObject,
  kind: PolicyKind,
  path: string,
  faults: Faults,
): PatternElement | undefined {
  const element = parsePatterns(statement, 'Resource', path, faults);
  if (kind === 'trust') {
    if (element !== undefined) {
      faults.report(path, REFUSALS.resourceForbidden, 'A trust policy is about the role it belongs to');
    }
    return undefined;
  }
  if (element === undefined ? kind !== 'resource' : element.patterns.length === 0) {
    faults.report(path, REFUSALS.noResources, 'The statement must have Resource or NotResource');
  }
  for (const pattern of element?.patterns ?? []) checkResource(pattern, `${path}.Resource`, faults);
  return element;
}

/** The patterns of `name` or `Not…name`; undefined when the statement has neither. */
function parsePatterns(
  statement: JsonObject,
  name: 'Action' | 'Resource',
  path: string,
  faults: Faults,
): PatternElement | undefined {
  const present = presentElement(statement, name, path, faults);
  if (present === undefined) return undefined;
  const patterns: string[] = [];
  for (const pattern of asList(statement[present])) {
    if (typeof pattern === 'string') patterns.push(pattern);
    else faults.report(`${path}.${present}`, REFUSALS.syntax, `${present} must be a string or a list of strings`);
  }
  return { negated: present !== name, patterns };
}

function presentElement(statement: JsonObject, name: string, path: string, faults: Faults): string | undefined {
  const opposite = `Not${name}`;
  if (has(statement, name) && has(statement, opposite)) {
    faults.report(`${path}.${opposite}`, REFUSALS.syntax, `${name} and ${opposite} exclude each other`);
  }
  if (has(statement, name)) return name;
  return has(statement, opposite) ? opposite : undefined;
}
