import type { Report } from '#document';
import type { TelemetryShape } from './telemetry-schema.ts';
import type { TelemetrySettings } from './telemetry-settings.ts';

const LOOPBACK = '127.0.0.1';

/** Puts the settings of telemetry into the words of the rooms that follow them. */
export function readTelemetry(shape: TelemetryShape, report: Report): TelemetrySettings {
  const { retention = {}, jsonLines, prometheus, otlp, alarmActions = {} } = shape;
  const webhooks = Object.entries(shape.webhooks ?? {}).map(([name, { url, secret, sends = [] }]) => [
    name,
    { url, secret, sends },
  ]);
  const settings = {
    retention,
    jsonLines: jsonLines && { maxMegabytes: 64, keep: 4, ...jsonLines },
    webhooks: Object.fromEntries(webhooks) as TelemetrySettings['webhooks'],
    alarmActions,
    prometheus: prometheus && { host: LOOPBACK, ...prometheus },
    otlp: otlp && { headers: {}, intervalSeconds: 60, ...otlp },
  };
  checkNames(settings, report);
  checkDays(settings, report);
  return settings;
}

function checkNames({ webhooks, alarmActions }: TelemetrySettings, report: Report): void {
  for (const [arn, name] of Object.entries(alarmActions)) {
    if (Object.hasOwn(webhooks, name)) continue;
    report(['telemetry', 'alarmActions', arn], `there is no webhook ${name} under telemetry.webhooks`);
  }
}

/** Each stage of rolling up follows the one before. */
function checkDays({ retention }: TelemetrySettings, report: Report): void {
  const { minuteDays = 15, fiveMinuteDays = 63, hourDays = 455 } = retention;
  if (fiveMinuteDays < minuteDays)
    report(['telemetry', 'retention'], `fiveMinuteDays (${fiveMinuteDays}) is less than minuteDays (${minuteDays})`);
  if (hourDays < fiveMinuteDays)
    report(['telemetry', 'retention'], `hourDays (${hourDays}) is less than fiveMinuteDays (${fiveMinuteDays})`);
}
