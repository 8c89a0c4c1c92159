import { textSource } from '#daemon';
import type { DaemonNotice } from '#daemon';
import { startOwnService } from '#stage';
import { anInstance } from './an-instance.ts';
import type { ImdsConfiguration } from './imds-configuration.ts';
import { RunningImds } from './running-imds.ts';
import type { Imds } from './running-imds.ts';

/** What to start with: everything `openimds.yaml` may say, and how time passes. */
export interface ImdsOptions extends ImdsConfiguration {
  /** What the clock shows at first; the real time unless told. */
  readonly startTime?: Date;
  /**
   * By what time latencies, stalls and drips of faults pass: real time unless told, or that of the clock that the test turns.
   * For clients of scenarios it is the clock either way.
   */
  readonly faultDelays?: 'real' | 'clock';
}

/**
 * Starts the service in this process, on free ports of loopback. Without `instances` there is one with a role. Throws with
 * what is wrong with a configuration.
 */
export async function startImds({ startTime, faultDelays = 'real', ...declared }: ImdsOptions = {}): Promise<Imds> {
  const configuration = withIds(declared);
  const notices: DaemonNotice[] = [];
  let text = JSON.stringify(configuration);
  const own = await startOwnService({
    version: 'testing',
    source: textSource(() => text),
    startMs: startTime?.getTime(),
    faultDelays,
    notify: (notice) => notices.push(notice),
  });
  if (!own.ok) throw new Error(own.error.message);
  const { daemon } = own.value;
  const take = async (fresh: ImdsConfiguration, reread: () => Promise<void>): Promise<void> => {
    const [before, told] = [text, notices.length];
    text = JSON.stringify(fresh);
    await reread();
    const refused = notices.slice(told).find(({ kind }) => kind === 'reload-refused');
    if (refused === undefined) return daemon.nudge();
    text = before;
    throw new Error(refused.message);
  };
  return new RunningImds({
    own: own.value,
    configuration,
    declare: (fresh) => take(fresh, () => daemon.reload()),
    restore: (fresh) => take(fresh, () => daemon.restore()),
  });
}

/** Instances keep their ids when something is said of them later. */
function withIds(declared: ImdsConfiguration): ImdsConfiguration {
  const { instances, roles } = declared;
  if (instances !== undefined)
    return { ...declared, instances: instances.map((each) => (each.id === undefined ? anInstance(each) : each)) };
  return {
    ...declared,
    roles: { 'test-role': { trust: 'ec2' }, ...roles },
    instances: [anInstance({ iamInstanceProfile: 'test-role' })],
  };
}
