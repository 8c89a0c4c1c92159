import type { Pace } from '#scenario';

/** Time as it passes. */
export class RealPace implements Pace {
  readonly #beganMs = performance.now();
  readonly #interruption = new AbortController();

  get isInterrupted(): boolean {
    return this.#interruption.signal.aborted;
  }

  now(): number {
    return Math.round(performance.now() - this.#beganMs);
  }

  until(atMs: number): Promise<void> {
    const { signal } = this.#interruption;
    const waitMs = atMs - this.now();
    if (waitMs <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        resolve();
      };
      const timer = setTimeout(over, waitMs);
      signal.addEventListener('abort', over);
    });
  }

  run<Value>(work: () => Promise<Value>): Promise<Value> {
    return work();
  }

  async besides(works: readonly (() => Promise<void>)[]): Promise<void> {
    await Promise.all(works.map((work) => work()));
  }

  /** Nobody waits any more. */
  interrupt(): void {
    this.#interruption.abort();
  }
}
