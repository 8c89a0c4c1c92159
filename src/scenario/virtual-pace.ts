import type { Pace } from './ports.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The pace of one scenario under virtual time, which several may share. */
export class VirtualPace implements Pace {
  readonly #time: VirtualTime;
  readonly #beganMs: number;
  /** How to wake who sleeps. */
  readonly #asleep = new Set<() => void>();
  #interrupted = false;

  /** Begins now. */
  constructor(time: VirtualTime) {
    this.#time = time;
    this.#beganMs = time.now();
  }

  get isInterrupted(): boolean {
    return this.#interrupted;
  }

  now(): number {
    return this.#time.now() - this.#beganMs;
  }

  until(atMs: number): Promise<void> {
    if (atMs <= this.now() || this.#interrupted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#asleep.delete(wake);
        this.#time.begin();
        resolve();
      };
      const cancel = this.#time.sleep(this.#beganMs + atMs, wake);
      this.#asleep.add(wake);
      this.#time.rest();
    });
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#time.begin();
    try {
      return await work();
    } finally {
      this.#time.rest();
    }
  }

  /** The last of them leaves its turn to whoever waits. */
  async besides(works: readonly (() => Promise<void>)[]): Promise<void> {
    let left = works.length;
    for (const _ of works.slice(1)) this.#time.begin();
    const one = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } finally {
        if (--left > 0) this.#time.rest();
      }
    };
    await Promise.all(works.map(one));
  }

  /** Wakes everybody; nobody sleeps any more. */
  interrupt(): void {
    this.#interrupted = true;
    for (const wake of this.#asleep) wake();
  }
}
