import { EXPORTED_COUNTERS } from './counters.ts';
import type { Entry } from './entry.ts';
import type { Totals } from './totals.ts';

/** What this service says of itself (OpenTelemetry semantic conventions, "Service" and "Cloud"). */
export interface Resource {
  readonly version: string;
  readonly accountId: string;
  readonly region: string;
}

/** OTLP's `AGGREGATION_TEMPORALITY_CUMULATIVE`: a sum that goes on from the start. */
const CUMULATIVE = 2;
const INFO = { severityNumber: 9, severityText: 'INFO' };
const WARNING = { severityNumber: 13, severityText: 'WARN' };
const SCOPE = { name: 'openimds' };

/** Totals as an `ExportMetricsServiceRequest` in JSON. */
export function otlpMetrics(totals: Totals, resource: Resource, nowMs: number): object {
  const times = { startTimeUnixNano: nanoseconds(totals.startedMs), timeUnixNano: nanoseconds(nowMs) };
  const metrics = EXPORTED_COUNTERS.flatMap(({ name, help, points }) => {
    const dataPoints = points(totals).map(({ labels, value }) => ({
      attributes: attributesOf(labels),
      ...times,
      asInt: String(value),
    }));
    const sum = { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints };
    return dataPoints.length === 0 ? [] : [{ name: otlpName(name), description: help, unit: '1', sum }];
  });
  return { resourceMetrics: [{ resource: resourceOf(resource), scopeMetrics: [{ scope: SCOPE, metrics }] }] };
}

/** Entries as an `ExportLogsServiceRequest` in JSON. */
export function otlpLogs(entries: readonly Entry[], resource: Resource): object {
  const logRecords = entries.map((entry) => {
    const nano = nanoseconds(Date.parse(entry.time));
    return {
      timeUnixNano: nano,
      observedTimeUnixNano: nano,
      ...(isWarning(entry) ? WARNING : INFO),
      eventName: `openimds.${entry.event}`,
      body: anyValue(entry),
    };
  });
  return { resourceLogs: [{ resource: resourceOf(resource), scopeLogs: [{ scope: SCOPE, logRecords }] }] };
}

/** `openimds.metadata.no_token`: Prometheus' suffix is added again by whoever exports there. */
function otlpName(name: string): string {
  return name.replace(/_total$/, '').replace(/^openimds_(metadata|api)_/, 'openimds.$1.');
}

/** Use of IMDSv1, refusals, errors, alarms, findings. */
function isWarning({ event, version, outcome, error }: Entry): boolean {
  if (event === 'alarm' || event === 'finding') return true;
  return event === 'request' ? version === 1 || outcome === 'refused' : error !== undefined;
}

function resourceOf({ version, accountId, region }: Resource): object {
  return {
    attributes: attributesOf({
      'service.name': 'openimds',
      'service.version': version,
      'cloud.account.id': accountId,
      'cloud.region': region,
    }),
  };
}

function attributesOf(values: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

/** A value of whatever kind (OTLP, `AnyValue`). */
function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value !== 'object' || value === null) return {};
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { kvlistValue: { values: present.map(([key, inner]) => ({ key, value: anyValue(inner) })) } };
}

/** As text: a number would lose digits. */
function nanoseconds(timeMs: number): string {
  return `${timeMs}000000`;
}
