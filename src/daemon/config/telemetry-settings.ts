import type { OutputSettings, Retention } from '#telemetry';

/** What is kept of what happened, and who is told. */
export interface TelemetrySettings extends OutputSettings {
  /** What is not said is as `DEFAULT_RETENTION`, or without a state directory `EPHEMERAL_RETENTION`, has it. */
  readonly retention: Partial<Retention>;
  /** Where scrapers find the counters without signing; undefined: nowhere. */
  readonly prometheus: { readonly host: string; readonly port: number } | undefined;
}

/** What holds where the file says nothing. */
export const DEFAULT_TELEMETRY: TelemetrySettings = {
  retention: {},
  jsonLines: undefined,
  webhooks: {},
  alarmActions: {},
  prometheus: undefined,
  otlp: undefined,
};
