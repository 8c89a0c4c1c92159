import { FAULT_LIMITS } from '#fault';
import type { FaultCounter, FaultCounts } from '#fault';

/** Each slot: how many requests a fault concerned, and how many it hit. */
const NUMBERS_PER_SLOT = 2;
const MATCHED = 0;
const HITS = 1;

/** As many as there may be faults at work, and as many that are just leaving. */
export const SLOTS = 2 * FAULT_LIMITS.unspent;

/** The counts of faults in memory that all threads share: so each request has a number of its own, and none is hit too often. */
export class SharedCounts {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: BigInt64Array;

  constructor(memory = new SharedArrayBuffer(SLOTS * NUMBERS_PER_SLOT * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#numbers = new BigInt64Array(memory);
  }

  /** Counts in a slot. */
  counter(slot: number): FaultCounter {
    const numbers = this.#numbers;
    const at = slot * NUMBERS_PER_SLOT;
    return {
      next: () => Number(Atomics.add(numbers, at + MATCHED, 1n)),
      take: (limit) => take(numbers, at + HITS, limit),
    };
  }

  /** What a slot holds. */
  read(slot: number): FaultCounts {
    const at = slot * NUMBERS_PER_SLOT;
    return {
      matched: Number(Atomics.load(this.#numbers, at + MATCHED)),
      hits: Number(Atomics.load(this.#numbers, at + HITS)),
    };
  }

  /** Begins a slot anew, from `counts`; nobody may be counting in it. */
  begin(slot: number, { matched, hits }: FaultCounts): void {
    const at = slot * NUMBERS_PER_SLOT;
    Atomics.store(this.#numbers, at + MATCHED, BigInt(matched));
    Atomics.store(this.#numbers, at + HITS, BigInt(hits));
  }
}

function take(numbers: BigInt64Array, at: number, limit: number | undefined): boolean {
  for (;;) {
    const taken = Atomics.load(numbers, at);
    if (limit !== undefined && taken >= limit) return false;
    if (Atomics.compareExchange(numbers, at, taken, taken + 1n) === taken) return true;
  }
}
