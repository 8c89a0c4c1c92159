import { err, ok } from '#base';
import type { Result } from '#base';
import { FUNCTIONS } from './functions.ts';
import { calculate } from './operators.ts';
import type { Expression } from './parse.ts';
import { seriesOf } from './series.ts';
import type { Series, Value } from './series.ts';

/** What the names and searches in an expression stand for. */
export interface Scope {
  /** The value of another query; undefined if there is none of this id. */
  readonly value: (id: string) => Value | undefined;
  /** The metrics of the request whose id has `part` in it. */
  readonly metrics: (part: string) => readonly Series[];
  /** What a search finds; the error is a sentence. */
  readonly search: (
    text: string,
    statistic: string,
    periodSeconds: number | undefined,
  ) => Result<readonly Series[], string>;
}

/** Computes an expression; the error is a sentence. */
export function evaluate(expression: Expression, scope: Scope): Result<Value, string> {
  switch (expression.kind) {
    case 'number':
      return ok(expression.value);
    case 'text':
      return err(`a text has no place here: '${expression.value}'`);
    case 'name':
      return named(expression.name, scope);
    case 'list':
      return evaluateList(expression.items, scope);
    case 'negative': {
      const value = evaluate(expression.of, scope);
      return value.ok ? calculate('*', -1, value.value) : value;
    }
    case 'operation': {
      const left = evaluate(expression.left, scope);
      if (!left.ok) return left;
      const right = evaluate(expression.right, scope);
      return right.ok ? calculate(expression.operator, left.value, right.value) : right;
    }
    case 'call':
      return call(expression.name, expression.given, scope);
  }
}

function named(name: string, scope: Scope): Result<Value, string> {
  const value = scope.value(name);
  return value === undefined ? err(`there is no query with the id ${name}`) : ok(value);
}

function evaluateList(items: readonly Expression[], scope: Scope): Result<readonly Series[], string> {
  const all: Series[] = [];
  for (const item of items) {
    const value = evaluate(item, scope);
    if (!value.ok) return value;
    if (typeof value.value === 'number') return err('a list holds metrics, not numbers');
    all.push(...seriesOf(value.value));
  }
  return ok(all);
}

function call(name: string, given: readonly Expression[], scope: Scope): Result<Value, string> {
  const [first, ...rest] = given;
  if (name === 'METRICS') return ok(scope.metrics(first?.kind === 'text' ? first.value : ''));
  if (name === 'SEARCH') return search(given, scope);
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (apply === undefined) return err(`the function ${name} is not offered: ${OFFERED} are`);
  if (first === undefined) return err(`${name} is given nothing`);
  const value = evaluate(first, scope);
  return value.ok ? apply(value.value, rest) : value;
}

const OFFERED = ['METRICS', 'SEARCH', ...Object.keys(FUNCTIONS)].join(', ');

function search([text, statistic, period]: readonly Expression[], scope: Scope): Result<Value, string> {
  if (text?.kind !== 'text' || statistic?.kind !== 'text')
    return err('SEARCH takes a search and a statistic, both in quotes');
  if (period !== undefined && period.kind !== 'number') return err('the period of SEARCH is a number of seconds');
  return scope.search(text.value, statistic.value, period?.value);
}
