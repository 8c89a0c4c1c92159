import type { Fault } from './fault.ts';

/** What was counted of a fault. */
export interface FaultCounts {
  /** Requests it concerned. */
  readonly matched: number;
  /** Requests it hit. */
  readonly hits: number;
}

/** Nothing yet. */
export const NO_COUNTS: FaultCounts = { matched: 0, hits: 0 };

/** `waiting`: its window has not begun; `spent`: it is over, or all its hits are. */
export type FaultState = 'waiting' | 'active' | 'spent';

/** How a fault stands at `nowMs`. */
export function stateOf({ selection }: Fault, { hits }: FaultCounts, nowMs: number): FaultState {
  const { fromMs, untilMs, count } = selection;
  if ((untilMs !== undefined && nowMs >= untilMs) || (count !== undefined && hits >= count)) return 'spent';
  return nowMs < fromMs ? 'waiting' : 'active';
}
