import { describeEffects, describeSelection, stateOf } from '#fault';
import type { Fault, FaultState } from '#fault';
import type { BookedFault } from './fault-book.ts';

/** A fault as the API shows it. Times are UTC; what is not said is null. */
export interface FaultView {
  readonly id: string;
  readonly preset: string | null;
  readonly state: FaultState;
  /** What it does, in a few words. */
  readonly does: string;
  /** Which requests it concerns, in a few words. */
  readonly concerns: string;
  /** Requests it concerned, and of those the ones it hit. */
  readonly matched: number;
  readonly hits: number;
  /** Hits that are left; null: any number. */
  readonly left: number | null;
  readonly createdAt: string;
  readonly from: string;
  readonly until: string | null;
  readonly seed: number;
  readonly declaredBy: 'configuration' | 'request';
}

/** Shows a fault as it stands at `nowMs`. */
export function viewOf({ fault, counts }: BookedFault, nowMs: number): FaultView {
  const { count, fromMs, untilMs, seed } = fault.selection;
  return {
    id: fault.id,
    preset: fault.preset ?? null,
    state: stateOf(fault, counts, nowMs),
    does: describeEffects(fault.effects),
    concerns: describeSelection(fault),
    ...counts,
    left: count === undefined ? null : Math.max(0, count - counts.hits),
    createdAt: iso(fault.createdAtMs),
    from: iso(fromMs),
    until: untilMs === undefined ? null : iso(untilMs),
    seed,
    declaredBy: declarer(fault),
  };
}

function declarer({ declaredDigest }: Fault): FaultView['declaredBy'] {
  return declaredDigest === undefined ? 'request' : 'configuration';
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
