import { findOperator } from './condition-operators.ts';
import type { ConditionClause } from './document.ts';
import { asList, isJsonObject } from './json-shape.ts';
import { REFUSALS } from './malformed-policy.ts';
import type { Faults } from './malformed-policy.ts';

/** Reads a `Condition` element: operators, each with keys, each with one or several values. */
export function parseConditions(element: unknown, path: string, faults: Faults): readonly ConditionClause[] {
  if (!isJsonObject(element)) {
    faults.report(path, REFUSALS.syntax, 'Condition must be an object of operators');
    return [];
  }
  return Object.entries(element).flatMap(([operator, keys]) =>
    parseOperator(operator, keys, `${path}.${operator}`, faults),
  );
}

function parseOperator(operator: string, keys: unknown, path: string, faults: Faults): readonly ConditionClause[] {
  if (findOperator(operator) === undefined) {
    faults.report(path, REFUSALS.syntax, `"${operator}" is not a condition operator`);
    return [];
  }
  if (!isJsonObject(keys)) {
    faults.report(path, REFUSALS.syntax, `${operator} must hold an object of condition keys`);
    return [];
  }
  return Object.entries(keys).map(([key, values]) => {
    if (!key.includes(':')) faults.report(`${path}.${key}`, REFUSALS.vendorMissing, `"${key}" has no prefix`);
    return { operator, key, values: parseValues(operator, values, `${path}.${key}`, faults) };
  });
}

function parseValues(operator: string, element: unknown, path: string, faults: Faults): readonly string[] {
  const found = findOperator(operator);
  return asList(element).flatMap((value) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      faults.report(path, REFUSALS.syntax, 'A condition value is a string, a number or a boolean');
      return [];
    }
    const text = String(value);
    if (found?.operator.compile(text, true) === undefined) {
      const message = operator.includes('Date') ? REFUSALS.legacy : REFUSALS.syntax;
      faults.report(path, message, `"${text}" is not a value that ${operator} can compare`);
    }
    return [text];
  });
}
