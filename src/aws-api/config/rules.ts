import { err, ok } from '#base';
import type { Result } from '#base';
import type { ConfigRule } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { regionalDocumentId } from '../inventory/entities.ts';
import { noSuchRule } from './errors.ts';

/** The id of the document of a rule. */
export function ruleDocumentId({ accountId, region }: Call, name: string): string {
  return regionalDocumentId(accountId, region, name);
}

/** The rule of this name. */
export function findRule(call: Call, name: string): Result<ConfigRule, ApiError> {
  const rule = call.inventory.get('config-rule', ruleDocumentId(call, name));
  return rule === undefined ? err(noSuchRule(name)) : ok(rule);
}

/** Every rule of the call's account and Region, by name. */
export function allRules({ inventory, accountId, region }: Call): readonly ConfigRule[] {
  return inventory
    .all('config-rule')
    .map(({ entity }) => entity)
    .filter((rule) => rule.accountId === accountId && rule.region === region)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** The rules of these names, all if none is named; the error is a name that there is no rule of. */
export function namedRules(call: Call, names: readonly string[] = []): Result<readonly ConfigRule[], ApiError> {
  const rules = allRules(call);
  const missing = names.find((wanted) => !rules.some(({ name }) => name === wanted));
  if (missing !== undefined) return err(noSuchRule(missing));
  return ok(names.length === 0 ? rules : rules.filter(({ name }) => names.includes(name)));
}

/** Permission for something with the rules of these names. */
export function rulePermissions(call: Call, names: readonly string[] = []): readonly Permission[] {
  const rules = allRules(call).filter(({ name }) => names.includes(name));
  return rules.length === 0
    ? [{ resource: '*' }]
    : rules.map(({ arn, tags }) => ({ resource: arn, resourceTags: tags }));
}
