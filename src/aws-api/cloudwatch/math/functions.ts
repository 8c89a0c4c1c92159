import { err, ok } from '#base';
import type { Result } from '#base';
import type { Expression } from './parse.ts';
import { isList, mapSeries, seriesLike, seriesOf } from './series.ts';
import type { Series, Value } from './series.ts';

type Apply = (value: Value, rest: readonly Expression[]) => Result<Value, string>;

/** The functions of metric math that are offered, besides METRICS and SEARCH (CloudWatch User Guide, "Metric math functions"). */
export const FUNCTIONS: Readonly<Record<string, Apply>> = {
  SUM: folding((values) => values.reduce((sum, value) => sum + value, 0)),
  AVG: folding((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  MIN: folding((values) => Math.min(...values)),
  MAX: folding((values) => Math.max(...values)),
  ABS: mapping(Math.abs),
  CEIL: mapping(Math.ceil),
  FLOOR: mapping(Math.floor),
  FILL: fill,
  RUNNING_SUM: (value) => eachSeries(value, runningSum),
  REMOVE_EMPTY: (value) => (isList(value) ? ok(value.filter(({ points }) => points.size > 0)) : ok(value)),
  SORT: sort,
};

/** A metric becomes one number; a list becomes one metric, of what each moment has. */
function folding(fold: (values: readonly number[]) => number): Apply {
  return (value) => {
    if (typeof value === 'number') return ok(value);
    if (!isList(value)) return value.points.size === 0 ? ok(value) : ok(fold([...value.points.values()]));
    const [first] = value;
    if (first === undefined) return ok([]);
    const times = [...new Set(value.flatMap(({ points }) => [...points.keys()]))].sort((one, other) => one - other);
    const at = (time: number): readonly number[] => value.flatMap(({ points }) => points.get(time) ?? []);
    const folded = seriesLike(
      first,
      times.map((time) => [time, fold(at(time))]),
    );
    return ok({ ...folded, label: '', properties: {} });
  };
}

function mapping(change: (value: number) => number): Apply {
  return (value) => {
    if (typeof value === 'number') return ok(change(value));
    return eachSeries(value, ({ points }) => [...points].map(([at, point]) => [at, change(point)]));
  };
}

function eachSeries(
  value: Value,
  change: (series: Series) => Iterable<readonly [number, number]>,
): Result<Value, string> {
  if (typeof value === 'number') return err('it is given a number, and takes metrics');
  return ok(mapSeries(value, (series) => seriesLike(series, change(series))));
}

function runningSum({ points }: Series): readonly (readonly [number, number])[] {
  let sum = 0;
  return [...points].map(([at, value]) => [at, (sum += value)]);
}

/** Fills what is missing between the first and the last point there is of any series. */
function fill(value: Value, [filling]: readonly Expression[]): Result<Value, string> {
  if (typeof value === 'number') return ok(value);
  const times = seriesOf(value).flatMap(({ points }) => [...points.keys()]);
  const range = { first: Math.min(...times), last: Math.max(...times) };
  if (filling?.kind === 'number') return ok(mapSeries(value, (series) => filled(series, range, () => filling.value)));
  if (filling?.kind === 'name' && filling.name === 'REPEAT')
    return ok(mapSeries(value, (series) => filled(series, range, (before) => before)));
  return err('FILL takes a number or REPEAT as its second argument');
}

function filled(
  series: Series,
  { first, last }: { readonly first: number; readonly last: number },
  missing: (before: number | undefined) => number | undefined,
): Series {
  const points: [number, number][] = [];
  for (let at = first; at <= last; at += series.periodMs) {
    const value = series.points.get(at) ?? missing(points.at(-1)?.[1]);
    if (value !== undefined) points.push([at, value]);
  }
  return seriesLike(series, points);
}

const SORT_BY: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length),
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

/** `SORT(metrics, SUM, DESC, 10)`. */
function sort(value: Value, [by, order, most]: readonly Expression[]): Result<Value, string> {
  if (!isList(value)) return err('SORT takes a list of metrics, such as SEARCH gives');
  const rank = by?.kind === 'name' ? SORT_BY[by.name.toUpperCase()] : undefined;
  if (rank === undefined || order?.kind !== 'name') return err('SORT takes AVG, MIN, MAX or SUM, and ASC or DESC');
  const sign = order.name.toUpperCase() === 'DESC' ? -1 : 1;
  const ranked = value.map((series) => ({ series, rank: rank([...series.points.values()]) }));
  ranked.sort((one, other) => sign * (one.rank - other.rank));
  const kept = most?.kind === 'number' ? ranked.slice(0, most.value) : ranked;
  return ok(kept.map(({ series }) => series));
}
