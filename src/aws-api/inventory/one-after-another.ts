/** Lets work on one thing wait for the work before it, so that a crowd on one document takes turns instead of colliding. */
export class OneAfterAnother {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` once everything that was given for `key` before has ended, well or badly. */
  run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const run = before.then(work, work);
    this.#last.set(key, run);
    const forget = (): void => {
      if (this.#last.get(key) === run) this.#last.delete(key);
    };
    run.then(forget, forget);
    return run;
  }

  /** Settled once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
