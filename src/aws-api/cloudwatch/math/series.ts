/** A metric or what was made of one: a value for each of some points in time. */
export interface Series {
  readonly label: string;
  /** By start of the period, in milliseconds; in the order of time. */
  readonly points: ReadonlyMap<number, number>;
  readonly periodMs: number;
  /** What is known of the metric behind it, for labels: `Dim.InstanceId`, `MetricName` and the like. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What an expression comes to: a number, a metric, or a list of metrics, which is one also where it has a single metric in it. */
export type Value = number | Series | readonly Series[];

/** A series of these values, under the label and with the period of another. */
export function seriesLike(like: Series, points: Iterable<readonly [number, number]>): Series {
  return { ...like, points: new Map([...points].filter(([, value]) => Number.isFinite(value))) };
}

/** The metrics in a value that is no number. */
export function seriesOf(value: Series | readonly Series[]): readonly Series[] {
  return isList(value) ? value : [value];
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Series[] {
  return Array.isArray(value);
}

/** What `change` makes of each metric in a value; a list stays a list. */
export function mapSeries(
  value: Series | readonly Series[],
  change: (series: Series) => Series,
): Series | readonly Series[] {
  return isList(value) ? value.map(change) : change(value);
}
