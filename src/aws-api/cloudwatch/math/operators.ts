import { err, ok } from '#base';
import type { Result } from '#base';
import type { Operator } from './parse.ts';
import { isList, mapSeries, seriesLike } from './series.ts';
import type { Series, Value } from './series.ts';

const OPERATIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
};

/**
 * Calculates with numbers and series (CloudWatch User Guide, "Using metric math"): a number goes with every point; two
 * series meet where both have a point; a list meets a series one by one, and another list not at all. What is no number,
 * such as a division by zero, leaves no point.
 */
export function calculate(operator: Operator, left: Value, right: Value): Result<Value, string> {
  const operate = OPERATIONS[operator];
  if (typeof left === 'number') {
    if (typeof right === 'number') return ok(operate(left, right));
    return ok(mapSeries(right, (series) => mapped(series, (value) => operate(left, value))));
  }
  if (typeof right === 'number')
    return ok(mapSeries(left, (series) => mapped(series, (value) => operate(value, right))));
  if (!isList(left)) return ok(mapSeries(right, (series) => met(operate, left, series, isList(right) ? series : left)));
  if (isList(right)) return err('two lists of metrics cannot be calculated with each other');
  return ok(left.map((series) => met(operate, series, right, series)));
}

function mapped(series: Series, change: (value: number) => number): Series {
  return seriesLike(
    series,
    [...series.points].map(([at, point]) => [at, change(point)]),
  );
}

function met(operate: (left: number, right: number) => number, left: Series, right: Series, like: Series): Series {
  const points = [...left.points].flatMap(([at, value]) => {
    const other = right.points.get(at);
    return other === undefined ? [] : [[at, operate(value, other)] as const];
  });
  return seriesLike(like, points);
}
