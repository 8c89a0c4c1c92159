import { err, ok } from '#base';
import type { Result } from '#base';
import { adminApi } from '#admin-api';
import { rootAccessKey, startApi } from '#aws-api';
import type { Api, RootAccessKey } from '#aws-api';
import type { Assembly } from './assembly.ts';
import type { Configuration } from './config/configuration.ts';
import { Attachments } from './attachments.ts';
import { machineRefuses } from './failure.ts';
import { findingEntry } from './finding-entry.ts';
import type { Listeners } from './listeners.ts';
import { listenForScrapers } from './prometheus-listener.ts';
import type { PrometheusListener } from './prometheus-listener.ts';
import { openEvents } from './scheduler/open-events.ts';
import type { OpenEvents } from './scheduler/open-events.ts';
import type { StartFailure } from './settings.ts';
import { takeOverEntities } from './take-over-entities.ts';
import type { DeclaredSettings } from './take-over-entities.ts';

/** The AWS API at work, and what its first caller signs with. */
export interface OpenApi {
  readonly api: Api;
  readonly rootAccessKey: RootAccessKey;
  /** Where scrapers find the counters, if anywhere. */
  readonly scrapers: PrometheusListener | undefined;
  readonly openEvents: OpenEvents;
  /** Takes over what a configuration that was read again declares besides instances. */
  takeOver(settings: ApiSettings): Promise<void>;
}

/** What of a configuration concerns the API. */
type ApiSettings = DeclaredSettings & Pick<Configuration, 'findings'>;

/** The API is for the operator of this machine, whoever the metadata is for. */
const LOOPBACK = '127.0.0.1';

/** Takes over the declared roles, profiles, images and defaults, and starts the AWS API on them. */
export async function openApi(
  assembly: Assembly,
  declared: ApiSettings & Pick<Configuration, 'telemetry'>,
  listeners: Listeners,
): Promise<Result<OpenApi, StartFailure>> {
  const { registry, platform, issuers, settings, follower, notify, plane, faults, observations } = assembly;
  const { telemetry, outputs } = assembly.openTelemetry;
  const { accountId, region } = declared;
  const upToDate = (): Promise<void> => plane.handOver();
  const freshId = (prefix: string): string => `${prefix}-${Buffer.from(platform.random.bytes(6)).toString('hex')}`;
  let { findings } = declared;
  const takeOver = async (fresh: ApiSettings): Promise<void> => {
    findings = fresh.findings;
    await takeOverEntities(registry, await registry.read(0), fresh, platform.clock.now());
  };
  await takeOver(declared);
  const attachments = new Attachments({ registry, plane, follower, listeners });
  const happening = await openEvents(assembly);
  // Routes are there before the API is that they ask.
  let listFindings: Api['findings'] = () => Promise.resolve([]);
  const api = await startApi({
    registry,
    inventory: happening.inventory,
    platform,
    sessionKeys: () => issuers.sessionKeys,
    accountId,
    region,
    hosts: [LOOPBACK],
    port: settings.apiPort,
    portIsExplicit: settings.apiPortIsExplicit,
    appliedRevision: () => follower.appliedRevision,
    extensions: [
      adminApi({
        clock: platform.clock,
        version: settings.version,
        replica: plane.replica,
        faults,
        events: happening.events,
        freshId,
        attachments,
        region,
        telemetry,
        totals: outputs.totals,
        upToDate,
        findings: (account) => listFindings(account),
      }),
    ],
    observed: telemetry,
    upToDate,
    alarmAct: (action, message) => outputs.alarm(action, message),
    findings: {
      settings: () => findings,
      observe: (observed) => observations.subscribe(observed),
      told: (finding, change) => outputs.tell(findingEntry(finding, change, settings.version)),
    },
    record: (event) => telemetry.record(event),
    unexpected: (error) =>
      notify({
        kind: 'warning',
        message: `an API call failed: ${error instanceof Error ? error.message : 'unknown reason'}`,
      }),
  });
  if (!api.ok) {
    await happening.close();
    return err(listenFailure(api.error.message, settings.apiPortIsExplicit));
  }
  listFindings = (account) => api.value.findings(account);
  const { prometheus: place } = declared.telemetry;
  const scrapers = place && (await listenForScrapers(place, outputs));
  if (scrapers?.ok === false) {
    await api.value.close();
    await happening.close();
    return machineRefuses(scrapers.error);
  }
  return ok({
    api: api.value,
    scrapers: scrapers?.value,
    openEvents: happening,
    rootAccessKey: await rootAccessKey({ registry, platform, accountId }),
    takeOver,
  });
}

function listenFailure(message: string, explicit: boolean): StartFailure {
  const remedy = explicit ? '. Stop what listens there, or give another --api-port (0 takes a free one)' : '';
  return machineRefuses(`the AWS API ${message}${remedy}`).error;
}
