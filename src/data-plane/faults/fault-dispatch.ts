import type { Clock } from '#base';
import type { FaultCounts } from '#fault';
import type { Change } from '#registry';
import type { AssignedFault } from './fault-board.ts';
import { FaultLedger } from './fault-ledger.ts';
import type { SharedCounts } from './shared-counts.ts';

const SWEEP_INTERVAL_MS = 1000;

/** Brings faults to the threads that serve, and takes them away again once they are spent. */
export class FaultDispatch {
  readonly #clock: Clock;
  readonly #ledger: FaultLedger;
  readonly #send: (faults: readonly AssignedFault[]) => Promise<void>;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(clock: Clock, counts: SharedCounts, send: (faults: readonly AssignedFault[]) => Promise<void>) {
    this.#clock = clock;
    this.#ledger = new FaultLedger(counts);
    this.#send = send;
  }

  /** Takes in changes of the registry; settled once every request that follows sees the faults among them. */
  take(changes: readonly Change[]): Promise<void> {
    return this.#ledger.take(changes) ? this.#assign() : Promise.resolve();
  }

  /** Goes on counting a fault where another process has stopped. */
  resume(id: string, counts: FaultCounts): void {
    this.#ledger.resume(id, counts);
  }

  /** What was counted of each fault. */
  counts(): ReadonlyMap<string, FaultCounts> {
    return this.#ledger.counts();
  }

  /** Takes no fault away any more. */
  close(): void {
    clearInterval(this.#sweeper);
  }

  async #assign(): Promise<void> {
    const faults = this.#ledger.assign(this.#clock.now());
    clearInterval(this.#sweeper);
    if (faults.length > 0) this.#sweeper = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS).unref();
    const leaving = this.#ledger.leaving();
    await this.#send(faults);
    this.#ledger.release(leaving);
  }

  /** Without faults no request is looked at for them, so they are not left to be passed over. */
  #sweep(): void {
    if (this.#ledger.hasSpent(this.#clock.now())) void this.#assign();
  }
}
