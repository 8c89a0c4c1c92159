import type { StatisticSet } from '#telemetry';

/** Makes one number of the samples of a period; of at least one sample. */
export type Statistic = (sets: readonly StatisticSet[]) => number;

const SIMPLE = {
  SampleCount: (sets) => sum(sets.map(({ samples }) => samples)),
  Sum: (sets) => sum(sets.map((set) => set.sum)),
  Average: (sets) => sum(sets.map((set) => set.sum)) / sum(sets.map(({ samples }) => samples)),
  Minimum: (sets) => Math.min(...sets.map(({ minimum }) => minimum)),
  Maximum: (sets) => Math.max(...sets.map(({ maximum }) => maximum)),
} satisfies Readonly<Record<string, Statistic>>;

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** The statistic of a name, such as `Sum` or `p99.9`; undefined if it is none that is offered. */
export function findStatistic(name: string): Statistic | undefined {
  const simple: Readonly<Record<string, Statistic>> = SIMPLE;
  if (Object.hasOwn(simple, name)) return simple[name];
  const percent = PERCENTILE.exec(name)?.[1];
  return percent === undefined ? undefined : (sets) => percentile(sets, Number(percent));
}

/** The nearest rank among the samples. What has been rolled up counts as that many samples of its average. */
function percentile(sets: readonly StatisticSet[], percent: number): number {
  const values = sets.map((set) => ({ value: set.sum / set.samples, samples: set.samples }));
  values.sort((one, other) => one.value - other.value);
  const total = sum(values.map(({ samples }) => samples));
  let rank = Math.max(1, Math.ceil((percent / 100) * total));
  for (const { value, samples } of values) {
    rank -= samples;
    if (rank <= 0) return value;
  }
  return values.at(-1)?.value ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
