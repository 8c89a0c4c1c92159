import { chance } from './chance.ts';
import type { Fault, FaultMethod } from './fault.ts';
import { matchesPath } from './path-pattern.ts';

/** What is counted of one fault, in all threads together. */
export interface FaultCounter {
  /** The number of this request among those the fault concerns: 0, 1, 2, … and none twice. */
  next(): number;
  /** Counts a hit, unless there have been `limit` already. */
  take(limit: number | undefined): boolean;
}

/** A fault at work. */
export interface ArmedFault {
  readonly fault: Fault;
  readonly counter: FaultCounter;
}

/** A request that a fault has hit, and its number among those the fault concerns. */
export interface Hit {
  readonly fault: Fault;
  readonly sequence: number;
}

/** Whether a fault concerns an instance at all. */
export function concernsInstance(
  { selection: { instances, tags } }: Fault,
  instance: { readonly id: string; readonly tags: Readonly<Record<string, string>> },
): boolean {
  if (instances.length > 0 && !instances.includes(instance.id)) return false;
  return Object.entries(tags).every(
    ([key, value]) => Object.hasOwn(instance.tags, key) && instance.tags[key] === value,
  );
}

/** Those of `faults` that hit a request of an instance they concern. `path` is normal and begins with a slash. */
export function hitsOfRequest(
  faults: readonly ArmedFault[],
  method: FaultMethod,
  path: string,
  nowMs: number,
): readonly Hit[] {
  return faults.flatMap((armed) => {
    const { effects, selection } = armed.fault;
    if (effects.refuse === 'connection' || !isOpen(armed.fault, nowMs)) return [];
    const { methods, paths } = selection;
    if (methods.length > 0 && !methods.includes(method)) return [];
    if (paths.length > 0 && !paths.some((pattern) => matchesPath(pattern, path))) return [];
    return hit(armed);
  });
}

/** Whether one of `faults` refuses a new connection. */
export function refusesConnection(faults: readonly ArmedFault[], nowMs: number): boolean {
  return faults.some(
    (armed) => armed.fault.effects.refuse === 'connection' && isOpen(armed.fault, nowMs) && hit(armed).length > 0,
  );
}

function isOpen({ selection: { fromMs, untilMs } }: Fault, nowMs: number): boolean {
  return nowMs >= fromMs && (untilMs === undefined || nowMs < untilMs);
}

const HIT_DRAW = 0;

/** Which requests are hit depends on their numbers alone, so that it is the same whichever threads they fall to. */
function hit({ fault, counter }: ArmedFault): readonly Hit[] {
  const { skip, share, seed, count } = fault.selection;
  const sequence = counter.next();
  if (sequence < skip) return [];
  if (share < 1 && chance(seed, sequence, HIT_DRAW) >= share) return [];
  return counter.take(count) ? [{ fault, sequence }] : [];
}
