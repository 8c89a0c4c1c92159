import type { Aggregate, StatisticSet } from '#telemetry';
import type { cloudwatch } from '#protocol/aws';

/** Where EC2 puts its metrics. */
export const NAMESPACE = 'AWS/EC2';
/** The dimension of the metrics of one instance. */
export const INSTANCE_DIMENSION = 'InstanceId';

/**
 * EC2's metrics of metadata requests (EC2 User Guide, "CloudWatch metrics that are available for your instances"): calls
 * without a token that were served, and those refused because one is required.
 */
const METRICS = {
  MetadataNoToken: ({ noToken }) => noToken,
  MetadataNoTokenRejected: ({ noTokenRejected }) => noTokenRejected,
} satisfies Readonly<Record<string, (aggregate: Aggregate) => StatisticSet>>;

/** The name of a metric that there is. */
export type MetricName = keyof typeof METRICS;

/** A metric of one instance. */
export interface InstanceMetric {
  readonly name: MetricName;
  readonly instanceId: string;
}

/** The metric that is named; undefined if it is none that there is, and then has no data. */
export function findMetric({ Namespace, MetricName, Dimensions = [] }: cloudwatch.Metric): InstanceMetric | undefined {
  const [dimension, ...others] = Dimensions;
  if (Namespace !== NAMESPACE || !isMetricName(MetricName)) return undefined;
  if (dimension?.Name !== INSTANCE_DIMENSION || others.length > 0) return undefined;
  return { name: MetricName, instanceId: dimension.Value };
}

/** The metric as CloudWatch tells it. */
export function metricView({ name, instanceId }: InstanceMetric): cloudwatch.Metric {
  return { Namespace: NAMESPACE, MetricName: name, Dimensions: [{ Name: INSTANCE_DIMENSION, Value: instanceId }] };
}

/** The statistics of a metric in an aggregate. */
export function statisticsOf(name: MetricName, aggregate: Aggregate): StatisticSet {
  return METRICS[name](aggregate);
}

/** Whether there is a metric of this name. */
function isMetricName(name: string | undefined): name is MetricName {
  return name !== undefined && Object.hasOwn(METRICS, name);
}
