import { MetadataClient } from './metadata-client.ts';
import type { Course } from './play.ts';
import type { BootStorm } from './scenario.ts';
import { Tally } from './tally.ts';

/** What cloud-init and an SDK read at boot, in that order; what an instance need not have may be missing. */
const BOOT_PATHS = [
  'meta-data/instance-id',
  'meta-data/local-hostname',
  'meta-data/placement/availability-zone',
  'meta-data/public-keys/',
  'user-data',
  'meta-data/iam/security-credentials/',
] as const;

/** Lets instances boot within a time; settled when each has booted or given up and all is counted. */
export async function bootStorm(of: BootStorm, course: Course): Promise<void> {
  const { service, pace } = course;
  const beganMs = pace.now();
  const tally = new Tally();
  const boot = async (number: number): Promise<void> => {
    const startMs = beganMs + Math.floor((of.withinMs * number) / of.clients);
    await pace.until(startMs);
    while (!pace.isInterrupted) {
      if (await hasBooted(new MetadataClient(service, of.version))) return tally.count('booted');
      if (pace.now() - startMs >= of.giveUpMs) return tally.count('gave-up');
      await pace.until(pace.now() + of.retryEveryMs);
    }
  };
  await pace.besides(Array.from({ length: of.clients }, (_, number) => () => boot(number)));
  tally.conclude(of, course);
}

async function hasBooted(client: MetadataClient): Promise<boolean> {
  for (const path of BOOT_PATHS) {
    const { ending } = await client.get(path);
    if (ending !== 200 && ending !== 404) return false;
  }
  return true;
}
