import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError, cloudwatch } from '#protocol/aws';
import { validationError } from '../errors.ts';
import { evaluate } from '../math/evaluate.ts';
import { parseExpression } from '../math/parse.ts';
import { metricProperties, searchMetrics } from '../math/search.ts';
import { isList, seriesOf } from '../math/series.ts';
import type { Series, Value } from '../math/series.ts';
import { findMetric } from './metric.ts';
import type { InstanceMetric } from './metric.ts';
import { sampledPeriods } from './periods.ts';
import type { Observer } from './periods.ts';
import { findStatistic } from './statistic.ts';

type Query = cloudwatch.MetricDataQuery;

/** The stretch of time that queries are about. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

const DEFAULT_PERIOD_SECONDS = 300;

/** Answers queries that refer to each other, each computed once. The rules of `invalidQueries` have been checked. */
export class DataQueries {
  readonly #queries: ReadonlyMap<string, Query>;
  readonly #observer: Observer;
  readonly #stretch: Stretch;
  readonly #values = new Map<string, Value>();
  readonly #underWay = new Set<string>();

  constructor(queries: readonly Query[], observer: Observer, stretch: Stretch) {
    this.#queries = new Map(queries.map((query) => [query.Id, query]));
    this.#observer = observer;
    this.#stretch = stretch;
  }

  /** The metrics that a query gives. */
  series(query: Query): Result<readonly Series[], ApiError> {
    const value = this.#value(query);
    if (!value.ok) return err(validationError(`Error in expression '${query.Id}': ${value.error}.`));
    if (typeof value.value !== 'number') return ok(seriesOf(value.value));
    return err(validationError(`Error in expression '${query.Id}': it comes to a number, not to a time series.`));
  }

  #value(query: Query): Result<Value, string> {
    const known = this.#values.get(query.Id);
    if (known !== undefined) return ok(known);
    if (this.#underWay.has(query.Id)) return err('it refers to itself');
    this.#underWay.add(query.Id);
    const value = query.MetricStat === undefined ? this.#compute(query) : ok(this.#read(query.MetricStat));
    this.#underWay.delete(query.Id);
    if (value.ok) this.#values.set(query.Id, value.value);
    return value;
  }

  #read({ Metric, Stat, Period, Unit = 'Count' }: cloudwatch.MetricStat): Series {
    const metric = findMetric(Metric);
    if (metric !== undefined && Unit === 'Count') return this.#sampled(metric, Stat, Period);
    return { label: Metric.MetricName ?? '', points: new Map(), periodMs: Period * 1000, properties: {} };
  }

  #sampled(metric: InstanceMetric, statistic: string, periodSeconds: number): Series {
    const periodMs = periodSeconds * 1000;
    const compute = findStatistic(statistic);
    const periods = sampledPeriods(this.#observer, metric, { ...this.#stretch, periodMs });
    const points = new Map(periods.map(({ startMs, sets }) => [startMs, compute?.(sets) ?? 0]));
    return { label: metric.name, points, periodMs, properties: metricProperties(metric, statistic, periodSeconds) };
  }

  #compute(query: Query): Result<Value, string> {
    const expression = parseExpression(query.Expression ?? '');
    if (!expression.ok) return expression;
    const value = evaluate(expression.value, {
      value: (id) => this.#named(id),
      metrics: (part) => this.#metrics(part),
      search: (text, statistic, seconds) => this.#search(text, statistic, seconds ?? query.Period),
    });
    // What was computed is no longer the metric it was computed of.
    if (!value.ok || typeof value.value === 'number' || isList(value.value)) return value;
    return ok({ ...value.value, label: '' });
  }

  #named(id: string): Value | undefined {
    const query = this.#queries.get(id);
    const value = query === undefined ? undefined : this.#value(query);
    return value?.ok === true ? value.value : undefined;
  }

  #metrics(part: string): readonly Series[] {
    const metrics = [...this.#queries.values()].filter(
      ({ Id, MetricStat }) => MetricStat !== undefined && Id.includes(part),
    );
    return metrics.flatMap((query) => {
      const value = this.#value(query);
      return value.ok && typeof value.value === 'object' && !isList(value.value) ? [value.value] : [];
    });
  }

  #search(text: string, statistic: string, seconds = DEFAULT_PERIOD_SECONDS): Result<readonly Series[], string> {
    if (findStatistic(statistic) === undefined) return err(`the statistic ${statistic} is not offered`);
    const found = searchMetrics(text, this.#observer, this.#stretch.fromMs);
    if (!found.ok) return found;
    // The label of what is found is what tells it from the rest.
    return ok(
      found.value.map((metric) => ({ ...this.#sampled(metric, statistic, seconds), label: metric.instanceId })),
    );
  }
}
