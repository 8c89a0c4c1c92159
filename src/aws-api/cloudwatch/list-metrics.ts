import { err, ok } from '#base';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { pageOf } from '../page.ts';
import { INVALID_NEXT_TOKEN } from './errors.ts';
import { knownMetrics } from './metrics/known-metrics.ts';
import { INSTANCE_DIMENSION, metricView, NAMESPACE } from './metrics/metric.ts';
import type { InstanceMetric } from './metrics/metric.ts';

const PAGE = 500;
const THREE_HOURS_MS = 3 * 3_600_000;
/** Metrics without data for two weeks are not listed (CloudWatch API Reference, `ListMetrics`). */
const TWO_WEEKS_MS = 14 * 86_400_000;

type Input = cloudwatch.ListMetricsInput;

/** CloudWatch API Reference, `ListMetrics`. */
export const listMetrics: ActionOf<'cloudwatch', 'ListMetrics'> = {
  async act(input, call) {
    await call.upToDate();
    const page = pageOf(wanted(input, call), keyOf, { token: input.NextToken, max: PAGE });
    if (!page.ok) return err(INVALID_NEXT_TOKEN);
    return ok({ Metrics: page.value.items.map(metricView), NextToken: page.value.nextToken });
  },
};

function wanted(input: Input, call: Call): readonly InstanceMetric[] {
  const { Namespace = NAMESPACE, MetricName, Dimensions = [], OwningAccount = call.accountId } = input;
  if (Namespace !== NAMESPACE || OwningAccount !== call.accountId) return [];
  if (Dimensions.some(({ Name }) => Name !== INSTANCE_DIMENSION)) return [];
  const sinceMs = call.nowMs - (input.RecentlyActive === 'PT3H' ? THREE_HOURS_MS : TWO_WEEKS_MS);
  return knownMetrics(call, sinceMs).filter(
    ({ name, instanceId }) =>
      (MetricName ?? name) === name && Dimensions.every(({ Value = instanceId }) => Value === instanceId),
  );
}

function keyOf({ instanceId, name }: InstanceMetric): string {
  return `${instanceId}/${name}`;
}
