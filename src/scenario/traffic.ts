import { MetadataClient } from './metadata-client.ts';
import type { Course } from './play.ts';
import type { Traffic } from './scenario.ts';
import { Tally } from './tally.ts';

/** Lets clients ask again and again, evenly spread; settled when the last has its answer and all is counted. */
export async function traffic(of: Traffic, course: Course): Promise<void> {
  const { service, pace } = course;
  const beganMs = pace.now();
  const tally = new Tally();
  const client = async (number: number): Promise<void> => {
    const asking = new MetadataClient(service, of.version);
    const offsetMs = Math.floor((of.everyMs * number) / of.clients);
    for (let passedMs = offsetMs; passedMs < of.forMs && !pace.isInterrupted; passedMs += of.everyMs) {
      await pace.until(beganMs + passedMs);
      if (!pace.isInterrupted) tally.count((await asking.get(of.path)).ending);
    }
  };
  await pace.besides(Array.from({ length: of.clients }, (_, number) => () => client(number)));
  tally.conclude(of, course);
}
