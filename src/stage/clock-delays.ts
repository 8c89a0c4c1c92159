import type { Delays } from '#host';
import type { VirtualTime } from '#scenario';

/** Answers that are held back until a clock that somebody turns has been turned far enough. */
export class ClockDelays implements Delays {
  readonly #time: VirtualTime;
  #heldUp = 0;
  #waiters: { readonly count: number; readonly reached: () => void }[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  now(): number {
    return this.#time.now();
  }

  after(forMs: number, over: () => void): () => void {
    this.#heldUp++;
    this.#tell();
    let isOver = false;
    const end = (): void => {
      if (!isOver) this.#heldUp--;
      isOver = true;
    };
    const cancel = this.#time.sleep(this.#time.now() + Math.ceil(forMs), () => {
      end();
      over();
    });
    return () => {
      cancel();
      end();
    };
  }

  /** Settled once so many answers are held back at the same time. */
  heldUp(count: number): Promise<void> {
    return new Promise((reached) => {
      this.#waiters.push({ count, reached });
      this.#tell();
    });
  }

  #tell(): void {
    for (const { count, reached } of this.#waiters) if (count <= this.#heldUp) reached();
    this.#waiters = this.#waiters.filter(({ count }) => count > this.#heldUp);
  }
}
