// Owns what was observed: counts by the minute, full records of what matters, API calls, and the ways out of here.
// Promises that each request is counted once, that what was written survives, and that memory and disk stay within bounds.
// Never slows a request down, and never lets a secret out: it is given none.
export { addTallies, COUNTERS, MINUTE_MS, minuteOf, NOTHING_COUNTED } from './minute-counts.ts';
export type { Tally } from './minute-counts.ts';
export type { SampleQuery } from './idle/sampled-minutes.ts';
export { requestMatcher } from './live/request-filter.ts';
export type { RequestFilter } from './live/request-filter.ts';
export type { Entry, EntryKind } from './out/entry.ts';
export type { JsonLinesSettings } from './out/json-lines-file.ts';
export type { OtlpSettings } from './out/otlp.ts';
export { Outputs } from './out/outputs.ts';
export type { OutputParts, OutputSettings } from './out/outputs.ts';
export { prometheus } from './out/prometheus.ts';
export type { Prometheus } from './out/prometheus.ts';
export type { Totals } from './out/totals.ts';
export type { DeclaredWebhook } from './out/webhooks.ts';
export { DEFAULT_RETENTION, EPHEMERAL_RETENTION, storageBoundBytes } from './retention.ts';
export type { Retention } from './retention.ts';
export { openMemoryStore, openSqliteStore } from './store/open-store.ts';
export type { StoreFailure } from './store/open-store.ts';
export type {
  Aggregate,
  AggregateQuery,
  EndedRun,
  KeptRecord,
  Owner,
  RecordQuery,
  SeenInstance,
  StatisticSet,
  Store,
  Stream,
} from './store/store.ts';
export { Telemetry } from './telemetry.ts';
export type { RecordedCall, TelemetryListener, TelemetryParts } from './telemetry.ts';
