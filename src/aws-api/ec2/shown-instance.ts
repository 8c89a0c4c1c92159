import { laidOutLater, neverChanging } from '#protocol/aws';
import type { ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { HeldInstance } from './find-instances.ts';
import { instanceView } from './instance-view.ts';

/** How many are kept: two full pages, about 10 MB. */
export const SHOWN_KEPT_MAX = 2000;

/** By the held document, which is another one with every revision; the oldest first. */
const kept = new Map<HeldInstance, ec2.Instance>();

/** An instance as DescribeInstances shows it, laid out when that is written: a page of them would be tens of megabytes. */
export function shownInstance(held: HeldInstance, call: Call): ec2.Instance {
  return laidOutLater(() => instanceView(held, call));
}

/**
 * The same of one that is likely to be asked for again. Until its document changes it is the same each time, so its XML is
 * kept. Of more than `SHOWN_KEPT_MAX` read in turn every one would be given up before it is wanted again.
 */
export function shownAgain(held: HeldInstance, call: Call): ec2.Instance {
  const present = kept.get(held);
  if (present !== undefined) return present;
  const shown = shownInstance(held, call);
  // What waits for the data plane will be shown otherwise soon.
  return call.appliedRevision() >= held.revision ? keep(held, shown) : shown;
}

function keep(held: HeldInstance, shown: ec2.Instance): ec2.Instance {
  for (const oldest of kept.keys()) {
    if (kept.size < SHOWN_KEPT_MAX) break;
    kept.delete(oldest);
  }
  kept.set(held, neverChanging(shown));
  return shown;
}
