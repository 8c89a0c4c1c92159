import type { Recorded, RecordedHeaders } from './fixture.ts';

/** How the headers of one answer are different from the common ones; null for one that it does not have. */
export type HeaderDifferences = Readonly<Record<string, string | null>>;

/** What most answers have in their heads. */
export type CommonHead = Pick<Recorded, 'headers' | 'headerNames'>;

/** The names, in their order and spelling, that more answers have than any others. */
export function commonHeaderNames(all: readonly CommonHead['headerNames'][]): CommonHead['headerNames'] {
  const alike = [...Map.groupBy(all, (names) => names.join()).values()];
  return alike.reduce((most, each) => (each.length > most.length ? each : most), [])[0] ?? [];
}

/** The headers that more than half of the answers have, so that they need be written once. */
export function commonHeaders(all: readonly RecordedHeaders[]): RecordedHeaders {
  const counts = Map.groupBy(
    all.flatMap((headers) => Object.entries(headers)),
    ([name, value]) => `${name}:${value}`,
  );
  const common = [...counts.values()].filter((entries) => entries.length * 2 > all.length);
  return Object.fromEntries(common.flatMap(([entry]) => (entry === undefined ? [] : [entry])));
}

/** What has to be written of one answer beside the common headers; undefined when nothing has. */
export function headerDifferences(headers: RecordedHeaders, common: RecordedHeaders): HeaderDifferences | undefined {
  const missing = Object.keys(common).filter((name) => !Object.hasOwn(headers, name));
  const own = Object.entries(headers).filter(([name, value]) => common[name] !== value);
  const differences = Object.fromEntries([...own, ...missing.map((name) => [name, null] as const)]);
  return Object.keys(differences).length === 0 ? undefined : differences;
}

/** The headers again. */
export function withDifferences(common: RecordedHeaders, differences: HeaderDifferences = {}): RecordedHeaders {
  const entries = Object.entries({ ...common, ...differences });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
