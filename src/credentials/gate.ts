/** Lets at most `runningMax` tasks run at a time; the others wait their turn in order. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(runningMax: number) {
    this.#free = runningMax;
  }

  async run<Value>(task: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
