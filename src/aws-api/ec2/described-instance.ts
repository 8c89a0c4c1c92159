import { completeInstance } from '#model';
import { neverChanging } from '#protocol/aws';
import type { ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { HeldInstance } from './find-instances.ts';
import { instanceView } from './instance-view.ts';

/** An instance with what its reservation says of it. */
export interface DescribedInstance {
  readonly reservationId: string;
  readonly accountId: string;
  readonly view: ec2.Instance;
}

/** How many are kept: two full pages, about 20 MB. */
const KEPT_MAX = 2000;

/** By the held document, which is another one with every revision; the oldest first. */
const kept = new Map<HeldInstance, DescribedInstance>();

/**
 * An instance as DescribeInstances shows it. Until its document changes that is the same each time, so what the last answers
 * said is kept with its XML.
 */
export function describedInstance(held: HeldInstance, call: Call): DescribedInstance {
  const present = kept.get(held);
  if (present !== undefined) return present;
  const { reservationId, accountId } = completeInstance(held.entity);
  const described = { reservationId, accountId, view: instanceView(held, call) };
  // What waits for the data plane will be shown otherwise soon.
  return described.view.MetadataOptions?.State === 'applied' ? keep(held, described) : described;
}

function keep(held: HeldInstance, described: DescribedInstance): DescribedInstance {
  neverChanging(described.view);
  for (const oldest of kept.keys()) {
    if (kept.size < KEPT_MAX) break;
    kept.delete(oldest);
  }
  kept.set(held, described);
  return described;
}
