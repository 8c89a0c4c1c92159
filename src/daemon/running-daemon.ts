import { closeSync } from 'node:fs';
import type { FaultBook, InstanceEvents } from '#admin-api';
import type { Result } from '#base';
import type { ImdsEvent } from '#model';
import type { Assembly } from './assembly.ts';
import type { Configuration, DataPlaneSettings } from './config/configuration.ts';
import type { TelemetrySettings } from './config/telemetry-settings.ts';
import { takeOverSockets } from './handover/take-over-sockets.ts';
import type { HandoverServer } from './handover/take-over-sockets.ts';
import type { Listeners } from './listeners.ts';
import type { OpenApi } from './open-api.ts';
import { forgetChanges } from './forget-changes.ts';
import { loadConfiguration } from './load-configuration.ts';
import { keptInstances } from './plan-instance.ts';
import type { KeptInstances } from './plan-instance.ts';
import { LOOPBACK, onLoopback } from './loopback.ts';
import { refreshSealingKeys } from './secrets.ts';
import type { SealingKeys } from './secrets.ts';
import { checkInstance, serveGiven } from './serve-given.ts';
import type { ServedSockets } from './serve-given.ts';
import type { Daemon, DaemonNotice, ReadyReport } from './settings.ts';
import { takeOver } from './take-over.ts';
import type { TakenOver } from './take-over.ts';
import { watchConfiguration } from './watch-configuration.ts';

const KEY_CHECK_INTERVAL_MS = 3_600_000;

/** Where a daemon listens. */
export interface Listening {
  readonly listeners: Listeners;
  readonly openApi: OpenApi;
  readonly report: ReadyReport;
  /** How the data plane was configured when it started. */
  readonly dataPlane: DataPlaneSettings;
  /** How telemetry was configured when it started. */
  readonly telemetry: TelemetrySettings;
}

/** A daemon at work: follows its configuration file, rotates its keys, and stops in order. */
export class RunningDaemon implements Daemon {
  readonly ready: ReadyReport;
  readonly #assembly: Assembly;
  readonly #listening: Listening;
  readonly #rotation: NodeJS.Timeout;
  readonly #unwatch: () => void;
  #keys: SealingKeys;
  /** Reloads come one after the other. */
  #reloading: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;
  #handover: HandoverServer | undefined;

  constructor(assembly: Assembly, listening: Listening) {
    this.#assembly = assembly;
    this.#listening = listening;
    this.ready = listening.report;
    this.#keys = assembly.keys;
    // Ends with the registry, as the follower does.
    assembly.registry.watch(() => void this.#followAttachments());
    this.#rotation = setInterval(() => void this.#rotateKeys(), KEY_CHECK_INTERVAL_MS).unref();
    const { config, source } = assembly.settings;
    const file = source === undefined ? config : source.file;
    this.#unwatch = file === undefined ? () => {} : watchConfiguration(file, () => void this.reload());
  }

  get events(): InstanceEvents {
    return this.#listening.openApi.openEvents.events;
  }

  get faults(): FaultBook {
    return this.#assembly.faults;
  }

  watchRequests(told: (request: ImdsEvent) => void): () => void {
    return this.#assembly.openTelemetry.telemetry.watch(told);
  }

  handOver(): Promise<void> {
    return this.#assembly.plane.handOver();
  }

  nudge(): Promise<void> {
    return this.#listening.openApi.openEvents.nudge();
  }

  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload(() => this.#instances()));
    return this.#reloading;
  }

  restore(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload(() => this.#forgetChanges()));
    return this.#reloading;
  }

  serve(descriptors: readonly number[], instanceId?: string): Promise<Result<ServedSockets, string>> {
    const { plane } = this.#assembly;
    const known = this.ready.instances.map(({ id }) => id);
    const wanted = checkInstance(plane, instanceId ?? known[0] ?? onLoopback(plane.replica, LOOPBACK)?.id, known);
    if (wanted.ok) return serveGiven(plane, descriptors, wanted.value);
    for (const descriptor of descriptors) closeSync(descriptor);
    return Promise.resolve(wanted);
  }

  /** Takes over the sockets of other processes too, where it keeps a state that they find it by. */
  async takeOverSockets(): Promise<void> {
    const { stateDirectory } = this.#assembly.settings;
    if (stateDirectory === undefined) return;
    this.#handover = await takeOverSockets(stateDirectory, (descriptors, id) => this.serve(descriptors, id));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #instances(): Promise<KeptInstances> {
    return keptInstances(await this.#assembly.registry.read(0));
  }

  /** While no event is being carried out, so that nothing of one comes after. */
  #forgetChanges(): Promise<KeptInstances> {
    return this.#listening.openApi.openEvents.between(() => forgetChanges(this.#assembly.registry));
  }

  /** `kept` gives the instances that there are by then. */
  async #reload(kept: () => Promise<KeptInstances>): Promise<void> {
    if (this.#closing !== undefined) return;
    const { settings, registry, issuers, platform } = this.#assembly;
    try {
      const loaded = await loadConfiguration(settings);
      if (!loaded.ok) return this.#notify('reload-refused', loaded.error);
      for (const note of loaded.value.notes) this.#notify('warning', note);
      issuers.follow(loaded.value.settings);
      const instances = await kept();
      await this.#listening.openApi.takeOver(loaded.value.settings);
      const changes = await takeOver(registry, instances, loaded.value.instances, platform.clock.now());
      await this.#assembly.faults.declare(loaded.value.settings.faults);
      await this.#assembly.follower.settled();
      this.#tellWhatNeedsARestart(loaded.value.settings);
      await this.#listening.listeners.declare(loaded.value.settings.dataPlane.listen);
      this.#notify('reloaded', summaryOf(changes));
    } catch (error) {
      this.#notify('reload-refused', error instanceof Error ? error.message : 'unknown reason');
    }
  }

  #tellWhatNeedsARestart({ dataPlane, telemetry }: Pick<Configuration, 'dataPlane' | 'telemetry'>): void {
    const fixed = (settings: DataPlaneSettings): string => JSON.stringify({ ...settings, listen: [] });
    if (fixed(dataPlane) !== fixed(this.#listening.dataPlane))
      this.#notify('warning', 'changes under dataPlane take effect at the next start, except those of listen');
    if (JSON.stringify(telemetry) !== JSON.stringify(this.#listening.telemetry))
      this.#notify('warning', 'changes under telemetry take effect at the next start');
  }

  /** Attachments come and go while running, and so does `HttpProtocolIpv6`. */
  async #followAttachments(): Promise<void> {
    await this.#assembly.follower.settled();
    await this.#listening.listeners.follow();
  }

  async #rotateKeys(): Promise<void> {
    const { plane, issuers, registry, platform } = this.#assembly;
    try {
      const keys = await refreshSealingKeys({ registry, platform }, this.#keys);
      this.#keys = keys;
      plane.useTokenRing(keys.tokenRing);
      issuers.useKeys(keys.sessionKeys);
    } catch (error) {
      this.#notify('warning', `keys were not rotated: ${error instanceof Error ? error.message : 'unknown reason'}`);
    }
  }

  /**
   * Who serves goes first, what is kept goes last: nothing is answered that could not be kept, and what the data plane hands
   * over at its end finds everybody there who keeps something of it.
   */
  async #close(): Promise<void> {
    clearInterval(this.#rotation);
    this.#handover?.close();
    this.#unwatch();
    await this.#listening.listeners.close();
    const { api } = this.#listening.openApi;
    void api.stop();
    await this.#assembly.plane.close();
    // The rest may take its time, and a stop has to end.
    this.#assembly.openTelemetry.telemetry.flush();
    await api.close();
    await this.#listening.openApi.scrapers?.close();
    await this.#listening.openApi.openEvents.close();
    await this.#reloading;
    await this.#assembly.faults.close();
    await this.#assembly.openTelemetry.close();
    await this.#assembly.identityPublished;
    await this.#assembly.registry.close();
  }

  #notify(kind: DaemonNotice['kind'], message: string): void {
    this.#assembly.notify({ kind, message });
  }
}

function summaryOf({ added, changed, removed }: TakenOver): string {
  return `configuration reloaded: ${added} instances added, ${changed} changed, ${removed} removed`;
}
