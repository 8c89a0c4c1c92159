import { err, ok } from '#base';
import type { Result } from '#base';
import { knownMetrics } from '../metrics/known-metrics.ts';
import { INSTANCE_DIMENSION, metricView, NAMESPACE } from '../metrics/metric.ts';
import type { InstanceMetric } from '../metrics/metric.ts';
import type { Observer } from '../metrics/periods.ts';

/** What a search looks for: a schema, and terms that must hold. */
const SCHEMA = /^\s*(?:\{\s*([^,{}\s]+)\s*(?:,([^{}]*))?\}|Namespace="?([^"\s]+)"?)(.*)$/s;
const TERM = /\s*(?:(?:([A-Za-z]+)\s*=\s*)?(?:"([^"]*)"|([^\s"=()]+)|\(([^()]*)\)))/y;
/** Metrics that one search gives (CloudWatch User Guide, "Search expression syntax": up to 100). */
const FOUND_MAX = 100;

/** What a term says: that a property has one of these values, or any property if none is named. */
interface Term {
  readonly property: string | undefined;
  readonly values: readonly string[];
  /** In quotes: the whole value, not a part of it. */
  readonly exact: boolean;
}

/**
 * The metrics that a search expression finds among those with data since `sinceMs`, such as
 * `{AWS/EC2,InstanceId} MetricName="MetadataNoToken"`. Terms must all hold; a term may name several values with OR.
 */
export function searchMetrics(
  text: string,
  observer: Observer,
  sinceMs: number,
): Result<readonly InstanceMetric[], string> {
  const match = SCHEMA.exec(text);
  if (match === null) return err(`a search begins with a namespace, such as {${NAMESPACE},${INSTANCE_DIMENSION}}`);
  const [, inBraces, dimensions, named, rest = ''] = match;
  const terms = termsOf(rest);
  if (!terms.ok) return terms;
  const names = (dimensions ?? INSTANCE_DIMENSION).split(',').map((name) => name.trim().replaceAll('"', ''));
  if ((inBraces ?? named)?.replaceAll('"', '') !== NAMESPACE || names.join() !== INSTANCE_DIMENSION) return ok([]);
  const found = knownMetrics(observer, sinceMs).filter((metric) => terms.value.every((term) => holds(term, metric)));
  return ok(found.slice(0, FOUND_MAX));
}

function termsOf(text: string): Result<readonly Term[], string> {
  const terms: Term[] = [];
  const whole = text.trim();
  for (let at = 0; at < whole.length;) {
    TERM.lastIndex = at;
    const match = TERM.exec(whole);
    if (match === null) return err(`the search is not understood at "${whole.slice(at, at + 20)}"`);
    at = TERM.lastIndex;
    const [, property, quoted, bare, group] = match;
    if (bare === 'AND' && property === undefined) continue;
    if (bare === 'OR' || bare === 'NOT') return err(`${bare} is understood only as (a OR b) after a property`);
    const values = (group ?? quoted ?? bare ?? '').split(/\s+OR\s+/).map((value) => value.trim());
    const exact = values.every((value) => (group === undefined ? quoted !== undefined : value.startsWith('"')));
    terms.push({ property, values: values.map((value) => value.replaceAll('"', '')), exact });
  }
  return ok(terms);
}

function holds({ property, values, exact }: Term, metric: InstanceMetric): boolean {
  const properties: Readonly<Record<string, string>> = {
    MetricName: metric.name,
    [INSTANCE_DIMENSION]: metric.instanceId,
    Namespace: NAMESPACE,
  };
  const looked = property === undefined ? Object.values(properties) : [properties[property] ?? ''];
  return looked.some((text) =>
    values.some((value) => (exact ? text === value : text.toLowerCase().includes(value.toLowerCase()))),
  );
}

/** What labels may name of a metric. */
export function metricProperties(
  metric: InstanceMetric,
  statistic: string,
  periodSeconds: number,
): Record<string, string> {
  const { Namespace = '', MetricName = '' } = metricView(metric);
  return {
    [`Dim.${INSTANCE_DIMENSION}`]: metric.instanceId,
    MetricName,
    Namespace,
    Stat: statistic,
    Period: String(periodSeconds),
  };
}
