import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { ok } from '#base';
import type { Result } from '#base';
import { startDaemon } from '#daemon';
import type { ConfigurationSource, Daemon, DaemonNotice, StartFailure } from '#daemon';
import { realPlatform } from '#host';
import { VirtualTime } from '#scenario';
import type { ScenarioService } from '#scenario';
import { ClockDelays } from './clock-delays.ts';
import { scenarioService } from './scenario-service.ts';
import { VirtualClients } from './virtual-clients.ts';

/** What to start. */
export interface OwnServiceSettings {
  /** Of this openimds, as the admin API tells it. */
  readonly version: string;
  /** What it is configured by; undefined: the built-in first instance. */
  readonly source: ConfigurationSource | undefined;
  /** What its clock shows at first, in milliseconds since the epoch; the real time unless told. */
  readonly startMs?: number | undefined;
  /** By what time faults hold back answers to whoever is no client of a scenario. */
  readonly faultDelays: 'real' | 'clock';
  readonly notify: (notice: DaemonNotice) => void;
}

/** A service of one's own: its time is virtual. */
export interface OwnService {
  readonly daemon: Daemon;
  readonly time: VirtualTime;
  /** The same, as scenarios see it whose pace is of that time. */
  readonly service: ScenarioService;
  /** Settled once so many answers are held back by the clock. */
  heldUp(count: number): Promise<void>;
}

/** Free ports of loopback and nothing kept; and the net transport, as only that goes by the clock that it is given. */
export const OWN_SERVICE = {
  config: undefined,
  host: [],
  port: 0,
  portIsExplicit: true,
  apiPort: 0,
  apiPortIsExplicit: true,
  stateDirectory: undefined,
  transport: 'net',
  workers: undefined,
  profile: undefined,
} as const;

/** Starts one in this process, on free ports of loopback; it keeps nothing. */
export async function startOwnService(settings: OwnServiceSettings): Promise<Result<OwnService, StartFailure>> {
  const { version, source, startMs, faultDelays, notify } = settings;
  const platform = realPlatform();
  let nudge = (): Promise<void> => Promise.resolve();
  const time = new VirtualTime(startMs ?? platform.clock.now(), async () => {
    await nudge();
    // Whoever was woken by what happened begins before time goes on.
    await turnOfTheLoop();
  });
  const clockDelays = new ClockDelays(time);
  const clients = new VirtualClients(time, faultDelays === 'clock' ? clockDelays : platform.delays(0));
  const daemon = await startDaemon({ ...OWN_SERVICE, version, ...(source === undefined ? {} : { source }) }, notify, {
    ...platform,
    clock: time,
    delays: (peerPort) => clients.delays(peerPort),
  });
  if (!daemon.ok) return daemon;
  nudge = () => daemon.value.nudge();
  const service = scenarioService(daemon.value, time, clients.patience);
  return ok({ daemon: daemon.value, time, service, heldUp: (count) => clockDelays.heldUp(count) });
}
