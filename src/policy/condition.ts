import { findOperator } from './condition-operators.ts';
import type { SetOperator, ValueTest } from './condition-operators.ts';
import type { ConditionClause } from './document.ts';
import type { VariableLookup } from './template.ts';

/**
 * What is known of a request beside principal, action and resource: condition keys in lower case, each with its values.
 * A key that is not there, or there without a value, is absent; an empty string is a value. Binary values are in base 64.
 * `requestContext` makes one from keys in any case.
 */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** A condition clause ready for evaluation. */
export interface Condition {
  /** In lower case. */
  readonly key: string;
  readonly asks: 'presence' | 'value';
  readonly negated: boolean;
  readonly set: SetOperator;
  readonly whenAbsent: boolean;
  readonly tests: readonly ValueTest[];
}

/** Readies a clause of a parsed document. */
export function compileCondition(clause: ConditionClause, variables: boolean): Condition {
  const written = findOperator(clause.operator);
  if (written === undefined) throw new Error(`Not from a parsed document: operator ${clause.operator}`);
  const { operator, set, ifExists } = written;
  return {
    key: clause.key.toLowerCase(),
    asks: operator.asks,
    negated: operator.negated,
    set,
    whenAbsent: ifExists || holdsWhenAbsent(set, operator.negated),
    // A value can fail here only where the old version of the language has no variables: then it is text, equal to nothing.
    tests: clause.values.map((value) => operator.compile(value, variables) ?? (() => false)),
  };
}

/**
 * A missing key equals nothing, which satisfies the negated operators. All of no values satisfy `ForAllValues`, none
 * of them `ForAnyValue` (IAM User Guide, "Condition operators" and "Multivalued context keys").
 */
function holdsWhenAbsent(set: SetOperator, negated: boolean): boolean {
  return set === 'plain' ? negated : set === 'all';
}

/** Whether a clause is satisfied. */
export function holds(condition: Condition, context: RequestContext, lookup: VariableLookup): boolean {
  const { tests, negated } = condition;
  const actual = context.get(condition.key) ?? [];
  const matched = (value: string): boolean => tests.some((test) => test(value, lookup));
  if (condition.asks === 'presence') return matched(String(actual.length === 0));
  if (actual.length === 0) return condition.whenAbsent;
  if (condition.set === 'plain') return actual.some(matched) !== negated;
  const satisfied = (value: string): boolean => matched(value) !== negated;
  return condition.set === 'all' ? actual.every(satisfied) : actual.some(satisfied);
}

/** A context of keys in any case; values given for one key more than once are joined. */
export function requestContext(
  entries: Iterable<readonly [key: string, values: string | readonly string[]]>,
): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, values] of entries) {
    const lower = key.toLowerCase();
    context.set(lower, [...(context.get(lower) ?? []), ...(typeof values === 'string' ? [values] : values)]);
  }
  return context;
}
