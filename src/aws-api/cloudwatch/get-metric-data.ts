import { err, ok } from '#base';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { INVALID_NEXT_TOKEN, validationError } from './errors.ts';
import type { Series } from './math/series.ts';
import { DataQueries } from './metrics/data-queries.ts';
import { invalidQueries } from './metrics/invalid-queries.ts';
import { labelOf } from './metrics/label.ts';
import { roundedStart } from './metrics/periods.ts';
import { invalidStretch } from './metrics/query-rules.ts';

const DATAPOINTS_MAX = 100_800;

type Input = cloudwatch.GetMetricDataInput;

/** One metric to be told. */
interface Answered {
  readonly query: cloudwatch.MetricDataQuery;
  readonly series: Series;
}

/** CloudWatch API Reference, `GetMetricData`. A page is cut after so many datapoints; its token says how many went before. */
export const getMetricData: ActionOf<'cloudwatch', 'GetMetricData'> = {
  validate: (input) =>
    invalidStretch(input.StartTime, input.EndTime) ?? invalidMaximum(input) ?? invalidQueries(input.MetricDataQueries),
  async act(input, call) {
    await call.upToDate();
    const skipped = readToken(input.NextToken);
    if (skipped === undefined) return err(INVALID_NEXT_TOKEN);
    const stretch = { fromMs: roundedStart(input.StartTime.getTime(), call.nowMs), toMs: input.EndTime.getTime() };
    const queries = new DataQueries(input.MetricDataQueries, call, stretch);
    const answered: Answered[] = [];
    for (const query of input.MetricDataQueries.filter(({ ReturnData = true }) => ReturnData)) {
      const found = queries.series(query);
      if (!found.ok) return found;
      answered.push(...found.value.map((series) => ({ query, series })));
    }
    return ok(pageOf(answered, input, skipped));
  },
};

function pageOf(all: readonly Answered[], input: Input, skipped: number): cloudwatch.GetMetricDataOutput {
  const { MaxDatapoints: most = DATAPOINTS_MAX, ScanBy = 'TimestampDescending' } = input;
  let before = 0;
  const results: cloudwatch.MetricDataResult[] = [];
  for (const { query, series } of all) {
    const points = [...series.points].sort(([one], [other]) =>
      ScanBy === 'TimestampAscending' ? one - other : other - one,
    );
    const from = Math.max(0, skipped - before);
    const page = points.slice(from, Math.max(from, skipped + most - before));
    const isWhole = from + page.length >= points.length;
    if (page.length > 0 || (points.length === 0 && skipped === 0)) {
      results.push({
        Id: query.Id,
        Label: labelOf(query, series),
        Timestamps: page.map(([at]) => new Date(at)),
        Values: page.map(([, value]) => value),
        StatusCode: isWhole ? 'Complete' : 'PartialData',
      });
    }
    before += points.length;
  }
  const end = skipped + most;
  return { MetricDataResults: results, Messages: [], NextToken: before > end ? writeToken(end) : undefined };
}

function invalidMaximum({ MaxDatapoints: most }: Input): ReturnType<typeof invalidStretch> {
  if (most === undefined || (Number.isInteger(most) && most >= 1 && most <= DATAPOINTS_MAX)) return undefined;
  return validationError(`The parameter MaxDatapoints must be between 1 and ${DATAPOINTS_MAX}.`);
}

function writeToken(skipped: number): string {
  return Buffer.from(`data:${skipped}`).toString('base64url');
}

function readToken(token: string | undefined): number | undefined {
  if (token === undefined) return 0;
  const skipped = /^data:(\d{1,12})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return skipped === undefined ? undefined : Number(skipped);
}
