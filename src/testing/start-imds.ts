import { startDaemon, textSource } from '#daemon';
import type { DaemonNotice } from '#daemon';
import { realPlatform } from '#host';
import { anInstance } from './an-instance.ts';
import { handClock } from './hand-clock.ts';
import type { ImdsConfiguration } from './imds-configuration.ts';
import { RunningImds } from './running-imds.ts';
import type { Imds } from './running-imds.ts';

/** What to start with: everything `openimds.yaml` may say, and when it is. */
export interface ImdsOptions extends ImdsConfiguration {
  /** What the clock shows at first; the real time unless told. */
  readonly startTime?: Date;
}

/**
 * Starts the service in this process, on free ports of loopback. Without `instances` there is one with a role. Throws with
 * what is wrong with a configuration.
 */
export async function startImds({ startTime, ...declared }: ImdsOptions = {}): Promise<Imds> {
  const configuration = withIds(declared);
  const platform = realPlatform();
  let turned = (): Promise<void> => Promise.resolve();
  const clock = handClock(startTime?.getTime() ?? platform.clock.now(), () => turned());
  const notices: DaemonNotice[] = [];
  let text = JSON.stringify(configuration);
  const settings = { ...SETTINGS, source: textSource(() => text) };
  const daemon = await startDaemon(settings, (notice) => notices.push(notice), { ...platform, clock });
  if (!daemon.ok) throw new Error(daemon.error.message);
  const { value } = daemon;
  turned = () => value.nudge();
  const take = async (fresh: ImdsConfiguration, reread: () => Promise<void>): Promise<void> => {
    const [before, told] = [text, notices.length];
    text = JSON.stringify(fresh);
    await reread();
    const refused = notices.slice(told).find(({ kind }) => kind === 'reload-refused');
    if (refused === undefined) return value.nudge();
    text = before;
    throw new Error(refused.message);
  };
  return new RunningImds({
    daemon: value,
    clock,
    configuration,
    declare: (fresh) => take(fresh, () => value.reload()),
    restore: (fresh) => take(fresh, () => value.restore()),
  });
}

/** Only the net transport goes by the clock that it is given. */
const SETTINGS = {
  version: 'testing',
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
