import { openCredentialStore } from '#credentials';
import type { IdentityKeys, SavedSession } from '#credentials';
import { DataPlane } from '#data-plane';
import type { Platform } from '#host';
import type { Registry } from '#registry';
import { endedRuns } from './ended-runs.ts';
import { FaultBook } from './faults/fault-book.ts';
import { certificatesOf, writeCertificates } from './certificate-files.ts';
import { dataPlaneSettings } from './data-plane-settings.ts';
import { Issuers } from './issuers.ts';
import type { LoadedConfiguration } from './load-configuration.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { OpenTelemetry } from './open-telemetry.ts';
import { Observations } from './observations.ts';
import { lossNotices } from './loss-notices.ts';
import { keptInstances } from './plan-instance.ts';
import { RegistryFollower } from './registry-follower.ts';
import { savedSessions, saveSession } from './saved-sessions.ts';
import { identityKeys, sealingKeys, storedSecrets } from './secrets.ts';
import type { SealingKeys } from './secrets.ts';
import type { DaemonNotice, DaemonSettings } from './settings.ts';
import { takeOver } from './take-over.ts';

/** Told what the operator should know. */
export type Notify = (notice: DaemonNotice) => void;

/** What a daemon is assembled from. */
export interface AssemblyParts {
  readonly settings: DaemonSettings;
  readonly platform: Platform;
  readonly configuration: LoadedConfiguration;
  readonly registry: Registry;
  readonly notify: Notify;
}

/** The parts of a daemon, put together and listening nowhere yet. */
export interface Assembly extends Omit<AssemblyParts, 'configuration'> {
  readonly keys: SealingKeys;
  readonly issuers: Issuers;
  readonly plane: DataPlane;
  /** What the data plane tells of the requests. */
  readonly observations: Observations;
  readonly follower: RegistryFollower;
  readonly faults: FaultBook;
  readonly openTelemetry: OpenTelemetry;
  /** Settled once the identity keys are there and their certificates published. */
  readonly identityPublished: Promise<void>;
}

/** Puts a daemon together: keys, issuers, credentials, data plane, and the registry's changes on their way to it. */
export async function assemble(parts: AssemblyParts): Promise<Assembly> {
  const { registry, configuration, platform } = parts;
  const changes = await registry.read(0);
  const secrets = storedSecrets(changes);
  const keys = await sealingKeys({ registry, platform }, secrets);
  const issuers = new Issuers(platform, process.env, keys.sessionKeys);
  issuers.follow(configuration.settings);
  const identity = identityKeys({ registry, platform }, secrets);
  const observations = new Observations();
  const sessions = savedSessions(changes);
  const plane = await startPlane(parts, { platform, keys, issuers, identity, sessions, observations });
  const { settings, notify } = parts;
  const watched = { settings, configuration: configuration.settings, platform, plane, observations, notify };
  const telemetry = openTelemetry(watched);
  const follower = await RegistryFollower.start(registry, changes, plane, (changed) =>
    telemetry.telemetry.recordRuns(endedRuns(changed, plane.replica, platform.clock.now())),
  );
  const faults = new FaultBook({ registry, plane, follower, clock: platform.clock }, changes);
  const declared = paced(configuration.instances, () => follower.settled());
  await takeOver(registry, keptInstances(changes), declared, platform.clock.now());
  await faults.declare(configuration.settings.faults);
  await follower.settled();
  const identityPublished = publish(parts, identity);
  return {
    settings,
    registry,
    notify,
    platform,
    keys,
    issuers,
    plane,
    observations,
    follower,
    faults,
    openTelemetry: telemetry,
    identityPublished,
  };
}

/** Waits before each batch until the data plane has the one before: what is on its way costs memory too. */
async function* paced<Batch>(batches: AsyncIterable<Batch>, settled: () => Promise<void>): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    await settled();
    yield batch;
  }
}

interface PlaneParts extends Pick<Assembly, 'platform' | 'keys' | 'issuers' | 'observations'> {
  readonly identity: Promise<IdentityKeys>;
  readonly sessions: readonly SavedSession[];
}

async function startPlane(
  { settings, configuration, registry, notify }: AssemblyParts,
  parts: PlaneParts,
): Promise<DataPlane> {
  const warn = (message: string): void => notify({ kind: 'warning', message });
  const credentials = await openCredentialStore({
    clock: parts.platform.clock,
    identityKeys: parts.identity,
    issuerFor: parts.issuers.issuerFor,
    load: () => parts.sessions,
    save: (session) => saveSession(registry, session),
    failed: ({ code, message }, { instance, role }) =>
      warn(`no credentials of ${role.name} for ${instance.id}: ${code}: ${message}`),
  });
  return DataPlane.start({
    ...dataPlaneSettings(settings, configuration.settings.dataPlane),
    platform: parts.platform,
    ring: parts.keys.tokenRing,
    issue: (instance, material, delivery) => credentials.get(instance, material, delivery),
    observed: parts.observations.publish,
    lost: lossNotices(parts.platform.clock, notify),
    warn: (message) => notify({ kind: 'transport-fallback', message }),
    failed: (message) => notify({ kind: 'failed', message }),
  });
}

/** New identity keys take a while to make; nothing but signatures waits for them. */
async function publish({ settings, notify }: AssemblyParts, identity: Promise<IdentityKeys>): Promise<void> {
  try {
    const certificates = certificatesOf(await identity);
    if (settings.stateDirectory !== undefined) await writeCertificates(settings.stateDirectory, certificates);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    notify({ kind: 'warning', message: `the certificates of identity documents were not written: ${reason}` });
  }
}
