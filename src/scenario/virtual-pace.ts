import type { Pace } from './ports.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * Time that passes when nobody has anything left to do: it goes on to when the first of all sleepers wakes, one after the
 * other, so that the same scenario takes the same course every time.
 */
export class VirtualPace implements Pace {
  readonly #advance: (byMs: number) => Promise<void>;
  readonly #sleepers: Sleeper[] = [];
  #nowMs = 0;
  #active = 0;
  #interrupted = false;

  /** `advance` turns the clock of the service, and settles once all that fell due has happened. */
  constructor(advance: (byMs: number) => Promise<void>) {
    this.#advance = advance;
  }

  get isInterrupted(): boolean {
    return this.#interrupted;
  }

  now(): number {
    return this.#nowMs;
  }

  until(atMs: number): Promise<void> {
    if (atMs <= this.#nowMs || this.#interrupted) return Promise.resolve();
    return new Promise((wake) => {
      const at = this.#sleepers.findIndex((sleeper) => sleeper.atMs > atMs);
      this.#sleepers.splice(at < 0 ? this.#sleepers.length : at, 0, { atMs, wake });
      this.#rest();
    });
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#active++;
    try {
      return await work();
    } finally {
      this.#rest();
    }
  }

  /** The last of them leaves its turn to whoever waits. */
  async besides(works: readonly (() => Promise<void>)[]): Promise<void> {
    let left = works.length;
    this.#active += Math.max(0, left - 1);
    const one = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } finally {
        if (--left > 0) this.#rest();
      }
    };
    await Promise.all(works.map(one));
  }

  /** Wakes everybody; nobody sleeps any more. */
  interrupt(): void {
    this.#interrupted = true;
    for (const { wake } of this.#sleepers.splice(0)) {
      this.#active++;
      wake();
    }
  }

  #rest(): void {
    if (--this.#active === 0) void this.#wakeNext();
  }

  async #wakeNext(): Promise<void> {
    const next = this.#sleepers.shift();
    if (next === undefined) return;
    this.#active++;
    const byMs = next.atMs - this.#nowMs;
    if (byMs > 0) await this.#advance(byMs);
    this.#nowMs = next.atMs;
    next.wake();
  }
}
