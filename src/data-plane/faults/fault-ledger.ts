import { FAULT_KIND, FAULT_LIMITS, NO_COUNTS, readFaultDocument, stateOf } from '#fault';
import type { Fault, FaultCounts } from '#fault';
import type { Change } from '#registry';
import type { AssignedFault } from './fault-board.ts';
import type { SharedCounts } from './shared-counts.ts';
import { SLOTS } from './shared-counts.ts';

/** A fault as the ledger holds it. `slot` is undefined while it has nowhere to be counted. */
interface Entry {
  readonly fault: Fault;
  readonly order: number;
  readonly body: string;
  slot: number | undefined;
  /** What was counted when it last had a slot. */
  counts: FaultCounts;
}

/** All faults there are, and where each is counted. The main thread's. */
export class FaultLedger {
  readonly #counts: SharedCounts;
  readonly #entries = new Map<string, Entry>();
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  /** Slots that a thread may still count in. */
  #leaving: number[] = [];

  constructor(counts: SharedCounts) {
    this.#counts = counts;
  }

  /** Takes in changes of faults; true if there were any. A document that is no fault is passed over. */
  take(changes: readonly Change[]): boolean {
    const faults = changes.filter(({ kind }) => kind === FAULT_KIND);
    for (const change of faults) this.#takeOne(change);
    return faults.length > 0;
  }

  /** Goes on counting where another process has stopped; for a fault that has not been counted here yet. */
  resume(id: string, counts: FaultCounts): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || countsOf(entry, this.#counts).matched > 0) return;
    entry.counts = counts;
    if (entry.slot !== undefined) this.#counts.begin(entry.slot, counts);
  }

  /** What was counted of each fault. */
  counts(): ReadonlyMap<string, FaultCounts> {
    return new Map([...this.#entries].map(([id, entry]) => [id, countsOf(entry, this.#counts)]));
  }

  /** The faults that are not spent, in the order in which they were made; those that are lose their slot. */
  assign(nowMs: number): readonly AssignedFault[] {
    const unspent: AssignedFault[] = [];
    for (const entry of [...this.#entries.values()].sort((one, other) => one.order - other.order)) {
      const spent = stateOf(entry.fault, countsOf(entry, this.#counts), nowMs) === 'spent';
      if (spent) this.#retire(entry);
      else if (unspent.length < FAULT_LIMITS.unspent) this.#house(entry);
      if (entry.slot !== undefined) unspent.push({ fault: entry.fault, slot: entry.slot });
    }
    return unspent;
  }

  /** True when one that was assigned has been spent since. */
  hasSpent(nowMs: number): boolean {
    return [...this.#entries.values()].some(
      (entry) => entry.slot !== undefined && stateOf(entry.fault, this.#counts.read(entry.slot), nowMs) === 'spent',
    );
  }

  /** The slots that are of no use any more once every thread has the faults assigned last: see `release`. */
  leaving(): readonly number[] {
    const leaving = this.#leaving;
    this.#leaving = [];
    return leaving;
  }

  /** Lets slots be used again. */
  release(slots: readonly number[]): void {
    this.#free.push(...slots);
  }

  #takeOne({ id, body, revision, createdRevision }: Change): void {
    const before = this.#entries.get(id);
    if (before?.body === body) return;
    if (before !== undefined) this.#retire(before);
    this.#entries.delete(id);
    const fault = body === undefined ? undefined : readFaultDocument(body);
    if (body === undefined || fault === undefined) return;
    this.#entries.set(id, { fault, order: createdRevision ?? revision, body, slot: undefined, counts: NO_COUNTS });
  }

  #house(entry: Entry): void {
    if (entry.slot !== undefined) return;
    entry.slot = this.#free.pop();
    if (entry.slot !== undefined) this.#counts.begin(entry.slot, entry.counts);
  }

  #retire(entry: Entry): void {
    if (entry.slot === undefined) return;
    entry.counts = this.#counts.read(entry.slot);
    this.#leaving.push(entry.slot);
    entry.slot = undefined;
  }
}

function countsOf(entry: Entry, counts: SharedCounts): FaultCounts {
  return entry.slot === undefined ? entry.counts : counts.read(entry.slot);
}
