import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import { startDaemon, textSource } from '#daemon';
import { realPlatform } from '#host';
import { VirtualPace } from '#scenario';
import type { Scenario, ScenarioService } from '#scenario';
import { packageVersion } from '../version.ts';
import { httpService } from './http-service.ts';

/** A service of a scenario's own, whose time is virtual. */
export interface VirtualService {
  readonly service: ScenarioService;
  readonly pace: VirtualPace;
  close(): Promise<void>;
}

/** A fault may never let an answer come, and that takes real time. */
const TIMEOUT_MS = 300;

/** Only the net transport goes by the clock that it is given. */
const SETTINGS = {
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

/** Starts one in this process, on free ports, with what the scenario says of it; it keeps nothing. */
export async function virtualService({ configuration }: Scenario): Promise<Result<VirtualService, string>> {
  const platform = realPlatform();
  const beganMs = platform.clock.now();
  let aheadMs = 0;
  const clock: Clock = { now: () => beganMs + aheadMs };
  const source = configuration === undefined ? undefined : textSource(() => JSON.stringify(configuration));
  const settings = { ...SETTINGS, version: packageVersion(), ...(source === undefined ? {} : { source }) };
  const daemon = await startDaemon(settings, () => {}, { ...platform, clock });
  if (!daemon.ok) return err(daemon.error.message);
  const { ready } = daemon.value;
  const pace = new VirtualPace(async (byMs) => {
    aheadMs += byMs;
    await daemon.value.nudge();
  });
  const service = httpService({ access: ready, imdsUrl: ready.imds.url, clock, timeoutMs: TIMEOUT_MS });
  return ok({ service, pace, close: () => daemon.value.close() });
}
