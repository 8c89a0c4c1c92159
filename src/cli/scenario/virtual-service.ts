import { err, ok } from '#base';
import type { Result } from '#base';
import { textSource } from '#daemon';
import { VirtualPace } from '#scenario';
import type { Scenario, ScenarioService } from '#scenario';
import { startOwnService } from '#stage';
import { packageVersion } from '../version.ts';

/** A service of a scenario's own, whose time is virtual. */
export interface VirtualService {
  readonly service: ScenarioService;
  readonly pace: VirtualPace;
  close(): Promise<void>;
}

/** Starts one in this process, with what the scenario says of it; its time passes by itself. */
export async function virtualService({ configuration }: Scenario): Promise<Result<VirtualService, string>> {
  const source = configuration === undefined ? undefined : textSource(() => JSON.stringify(configuration));
  const own = await startOwnService({ version: packageVersion(), source, faultDelays: 'real', notify: () => {} });
  if (!own.ok) return err(own.error.message);
  const { daemon, time, service } = own.value;
  time.flow();
  return ok({ service, pace: new VirtualPace(time), close: () => daemon.close() });
}
