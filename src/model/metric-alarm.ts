import type { Tags } from './iam.ts';

/** What an alarm says of its metric. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm on a metric, or on what is computed of metrics (CloudWatch API Reference, `MetricAlarm`). */
export interface MetricAlarm {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly actionsEnabled: boolean;
  /** What is done on coming into each state: webhook URLs, or ARNs that a configuration maps to webhooks. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** Metric queries in CloudWatch's own form, of which one returns data; for an alarm on one metric that metric. */
  readonly queries: readonly AlarmQuery[];
  /** How the alarm was told of its metric: by members of its own, or by queries. */
  readonly form: 'metric' | 'queries';
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | undefined;
  readonly threshold: number;
  readonly comparison: AlarmComparison;
  readonly treatMissingData: MissingData;
  readonly evaluateLowSampleCountPercentile: string | undefined;
  readonly configuredAtMs: number;
  readonly state: AlarmStanding;
  readonly tags: Tags;
}

/** How a value is compared with the threshold. */
export type AlarmComparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanOrEqualToThreshold'
  | 'LessThanThreshold';

/** What a period without data counts as. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** One query of an alarm: a metric or an expression. */
export interface AlarmQuery {
  readonly id: string;
  readonly metric: AlarmMetric | undefined;
  readonly expression: string | undefined;
  readonly label: string | undefined;
  readonly returnData: boolean;
  readonly periodSeconds: number | undefined;
}

/** A metric as an alarm names it. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly periodSeconds: number;
  /** Such as `Sum` or `p99`. */
  readonly statistic: string;
  readonly unit: string | undefined;
}

/** The state of an alarm, since when, and why. */
export interface AlarmStanding {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string | undefined;
  readonly updatedAtMs: number;
  readonly transitionedAtMs: number;
}
