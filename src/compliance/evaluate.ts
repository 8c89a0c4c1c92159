import type { ConfigRule } from '#model';
import type { Estate } from './estate.ts';
import type { Evaluation } from './evaluation.ts';
import { MANAGED_RULES } from './managed-rules.ts';

/** What a rule says of every resource in its scope, in the order of their ids. */
export function evaluate({ sourceIdentifier, scope }: ConfigRule, estate: Estate): readonly Evaluation[] {
  const evaluations = MANAGED_RULES.get(sourceIdentifier)?.evaluate(estate) ?? [];
  return evaluations
    .filter((evaluation) => isInScope(evaluation, scope))
    .toSorted((one, other) => (one.resourceId < other.resourceId ? -1 : 1));
}

function isInScope({ resourceType, resourceId, tags }: Evaluation, scope: ConfigRule['scope']): boolean {
  if (scope === undefined) return true;
  const { resourceTypes, tagKey, tagValue } = scope;
  if (resourceTypes.length > 0 && !resourceTypes.includes(resourceType)) return false;
  if (scope.resourceId !== undefined && scope.resourceId !== resourceId) return false;
  if (tagKey === undefined) return true;
  return Object.hasOwn(tags, tagKey) && (tagValue === undefined || tags[tagKey] === tagValue);
}
