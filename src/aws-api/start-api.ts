import { isIPv6 } from 'node:net';
import { ok } from '#base';
import type { Result } from '#base';
import type { SessionKeys } from '#credentials';
import type { Platform, PortRequest } from '#host';
import type { ApiEvent, Finding } from '#model';
import type { Registry } from '#registry';
import type { AlarmAct, Observed } from './action.ts';
import { answerCall } from './answer-call.ts';
import { rootAccessKey } from './authenticate/root-access-key.ts';
import { PolicyShelf } from './authorize/policy-shelf.ts';
import { answerExtension } from './extension/answer-extension.ts';
import type { Extension } from './extension/extension.ts';
import { keepAlarms } from './cloudwatch/alarms/keep-alarms.ts';
import { FindingKeeper } from './guardduty/keeper/finding-keeper.ts';
import type { FindingParts } from './guardduty/keeper/finding-parts.ts';
import { Inventory } from './inventory/inventory.ts';
import { keepInstanceProfiles } from './inventory/keep-instance-profiles.ts';
import { keepLaunchesForADay } from './inventory/keep-launches.ts';
import { keepTerminatedForAnHour } from './inventory/keep-terminated.ts';
import { closeServers, listen } from './server/listen.ts';
import type { ApiListenFailure } from './server/listen.ts';
import { apiServer } from './server/serve.ts';
import { ProviderKeys } from './sts/web-identity/provider-keys.ts';
import type { ServingParts } from './server/serve.ts';

/** What the API is made of. */
export interface ApiParts extends PortRequest {
  readonly registry: Registry;
  /** What is kept, for those who share it: whoever opened it closes it. Absent: opened and closed here. */
  readonly inventory?: Inventory | undefined;
  readonly platform: Platform;
  /** Asked each time; may give a rotated ring. */
  readonly sessionKeys: () => SessionKeys;
  /** The account of the root access key and of whoever has no account of their own. */
  readonly accountId: string;
  /** Of calls that were signed for no Region. */
  readonly region: string;
  /** Names besides those listened on that this server goes by, as behind a proxy. */
  readonly names?: readonly string[];
  /** The highest registry revision that the data plane has acknowledged. */
  readonly appliedRevision: () => number;
  /** What is served on the same port besides. */
  readonly extensions?: readonly Extension[];
  /** What was observed of metadata requests and API calls. */
  readonly observed: Observed;
  /** Settled once every metadata request that was answered before is counted in that. */
  readonly upToDate: () => Promise<void>;
  /** Does what alarms say is to be done. */
  readonly alarmAct: AlarmAct;
  /** What findings are made of and where they are told. */
  readonly findings: FindingParts;
  /** Called once for every call, refused or served. */
  readonly record: (event: ApiEvent) => void;
  /** Told of what nobody expected; the client is told only that it happened. */
  readonly unexpected: (error: unknown) => void;
}

/** The AWS API at work. */
export interface Api {
  /** Such as `http://127.0.0.1:1339`. */
  readonly url: string;
  readonly port: number;
  /** The findings of an account in all Regions, with everything that happened before. */
  findings(accountId: string): Promise<readonly Finding[]>;
  /** Takes no more calls; those on their way get half a second. */
  stop(): Promise<void>;
  /** Stops, and writes what it was told until then. The registry stays open. */
  close(): Promise<void>;
}

/** Starts the AWS API on node:http. */
export async function startApi(parts: ApiParts): Promise<Result<Api, ApiListenFailure>> {
  const inventory = parts.inventory ?? (await Inventory.open(parts.registry));
  const closeInventory = async (): Promise<void> => (parts.inventory === undefined ? inventory.close() : undefined);
  const findings = new FindingKeeper({ ...parts, ...parts.findings, inventory });
  const stopObserving = parts.findings.observe((observation) => findings.observe(observation));
  const answering = {
    ...parts,
    inventory,
    findings,
    record: (event: ApiEvent) => {
      parts.record(event);
      findings.called(event);
    },
    shelf: new PolicyShelf(),
    providerKeys: new ProviderKeys(parts.platform.clock),
    rootAccessKey: await rootAccessKey(parts),
  };
  const serving: ServingParts = {
    hosts: [...parts.hosts, ...(parts.names ?? [])],
    answer: (arrival) => {
      const extension = parts.extensions?.find(({ prefix }) => arrival.request.path.startsWith(prefix));
      return extension === undefined ? answerCall(answering, arrival) : answerExtension(answering, extension, arrival);
    },
    unexpected: parts.unexpected,
  };
  const listening = await listen(() => apiServer(serving), parts);
  if (!listening.ok) {
    stopObserving();
    await findings.close();
    await closeInventory();
    return listening;
  }
  const { servers, port } = listening.value;
  const keepers = [
    keepInstanceProfiles(answering),
    keepLaunchesForADay(answering),
    keepTerminatedForAnHour(answering),
    keepAlarms(answering),
  ];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= closeServers(servers));
  return ok({
    url: `http://${urlHost(parts.hosts[0])}:${port}`,
    port,
    findings: (accountId) => findings.list(accountId),
    stop,
    async close() {
      // What is known by now need not wait for the last calls.
      await Promise.all([stop(), findings.settled()]);
      for (const stopKeeping of keepers) stopKeeping();
      stopObserving();
      await findings.close();
      await closeInventory();
    },
  });
}

/** What a client on this machine connects to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
