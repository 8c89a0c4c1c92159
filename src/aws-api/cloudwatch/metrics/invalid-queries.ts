import type { ApiError, cloudwatch } from '#protocol/aws';
import { invalidParameterValue, missingParameter, validationError } from '../errors.ts';
import { parseExpression } from '../math/parse.ts';
import { invalidPeriod } from './query-rules.ts';
import { findStatistic } from './statistic.ts';

const ID = /^[a-z][A-Za-z0-9_]*$/;
const QUERIES_MAX = 500;

/** What is wrong with the queries of a call or an alarm. */
export function invalidQueries(queries: readonly cloudwatch.MetricDataQuery[]): ApiError | undefined {
  if (queries.length === 0) return missingParameter('The parameter MetricDataQueries is required.');
  if (queries.length > QUERIES_MAX) return validationError(`MetricDataQueries: at most ${QUERIES_MAX} are allowed.`);
  const ids = new Set<string>();
  for (const query of queries) {
    const wrong = invalidQuery(query, ids);
    if (wrong !== undefined) return wrong;
    ids.add(query.Id);
  }
  return undefined;
}

function invalidQuery(
  { Id, MetricStat, Expression }: cloudwatch.MetricDataQuery,
  ids: ReadonlySet<string>,
): ApiError | undefined {
  if (!ID.test(Id) || Id.length > 255) {
    return validationError(
      `The value '${Id.slice(0, 40)}' for parameter MetricDataQueries.member.${ids.size + 1}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (ids.has(Id)) return validationError(`The values for parameter id in MetricDataQueries are not unique: ${Id}.`);
  if ((MetricStat === undefined) === (Expression === undefined)) {
    return validationError(`The query ${Id} must have either MetricStat or Expression, and not both.`);
  }
  return MetricStat === undefined ? invalidExpression(Id, Expression ?? '') : invalidMetricStat(MetricStat);
}

function invalidExpression(id: string, text: string): ApiError | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? undefined : validationError(`Error in expression '${id}': ${parsed.error}.`);
}

function invalidMetricStat({ Metric, Period, Stat }: cloudwatch.MetricStat): ApiError | undefined {
  if (Metric.MetricName === undefined)
    return missingParameter('The parameter MetricStat.Metric.MetricName is required.');
  if (Metric.Namespace === undefined) return missingParameter('The parameter MetricStat.Metric.Namespace is required.');
  if (findStatistic(Stat) === undefined)
    return invalidParameterValue(`The value ${Stat} for parameter Stat is not supported.`);
  return invalidPeriod(Period);
}
