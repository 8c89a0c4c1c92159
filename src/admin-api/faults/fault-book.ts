import type { Fault, FaultCounts } from '#fault';

/** A fault, and what has been counted of it. */
export interface BookedFault {
  readonly fault: Fault;
  readonly counts: FaultCounts;
}

/** Where the faults are kept. What it has done holds for every metadata request that follows. */
export interface FaultBook {
  /** All of them, in the order in which they were made. */
  list(): readonly BookedFault[];
  /** `taken`: there is one of this id; `full`: there are as many unspent ones as there may be. */
  add(fault: Fault): Promise<'added' | 'taken' | 'full'>;
  remove(ids: readonly string[]): Promise<void>;
}
