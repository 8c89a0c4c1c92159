import type { Clock } from '#base';

interface Sleeper {
  readonly atMs: number;
  wake: () => void;
}

interface Waiter {
  readonly atMs: number;
  readonly reached: () => void;
}

/**
 * Time that passes when nobody has anything left to do, as far as it may: to where it is turned, or on and on while it flows. It
 * goes on to when the first of all sleepers wakes, one after the other, so that the same things take the same course every
 * time.
 */
export class VirtualTime implements Clock {
  readonly #turned: () => Promise<void>;
  readonly #sleepers: Sleeper[] = [];
  #waiters: Waiter[] = [];
  #nowMs: number;
  /** How far it may go. */
  #untilMs: number;
  #flows = 0;
  #busy = 0;
  #isPassing = false;
  /** Whether somebody turned it, be it by nothing, and what follows of that has still to happen. */
  #isTurned = false;

  /** `turned` is called after each turn of the clock, and settled once all that fell due has happened. Must not reject. */
  constructor(startMs: number, turned: () => Promise<void>) {
    this.#nowMs = startMs;
    this.#untilMs = startMs;
    this.#turned = turned;
  }

  now(): number {
    return this.#nowMs;
  }

  /** How far it goes when everybody rests: later than now only while it is on its way. */
  get target(): number {
    return Math.max(this.#untilMs, this.#nowMs);
  }

  /** Whether it passes by itself. */
  get flows(): boolean {
    return this.#flows > 0;
  }

  /** Lets it pass to a time that is not in the past. Settled once it is there and nobody has anything left to do. */
  turnTo(atMs: number): Promise<void> {
    this.#untilMs = Math.max(this.#untilMs, atMs);
    this.#isTurned = true;
    return new Promise((reached) => {
      this.#waiters.push({ atMs, reached });
      void this.#pass();
    });
  }

  /** Lets it pass by itself, as soon as and as long as anybody sleeps, until what is returned is called. */
  flow(): () => void {
    this.#flows++;
    this.#passSoon();
    return () => {
      this.#flows--;
      this.#untilMs = this.#nowMs;
    };
  }

  /** Calls `wake` at a time, unless what is returned is called before. */
  sleep(atMs: number, wake: () => void): () => void {
    const sleeper = { atMs, wake };
    const at = this.#sleepers.findIndex((other) => other.atMs > atMs);
    this.#sleepers.splice(at < 0 ? this.#sleepers.length : at, 0, sleeper);
    if (this.#busy === 0) this.#passSoon();
    return () => {
      sleeper.wake = () => {};
      const place = this.#sleepers.indexOf(sleeper);
      if (place >= 0) this.#sleepers.splice(place, 1);
    };
  }

  /** Somebody has something to do, and time stands still until they rest. */
  begin(): void {
    this.#busy++;
  }

  /** They have nothing left to do, or sleep. */
  rest(): void {
    if (--this.#busy === 0) this.#passSoon();
  }

  /** Whoever rests finishes first. */
  #passSoon(): void {
    void Promise.resolve().then(() => this.#pass());
  }

  async #pass(): Promise<void> {
    if (this.#isPassing) return;
    this.#isPassing = true;
    for (let step = this.#step(); step !== undefined; step = this.#step()) await step;
    // In one go with the step that was none: whoever turns it from here on finds nobody at it.
    this.#isPassing = false;
  }

  /** Goes on to the next sleeper, or as far as may be; undefined when there is nothing to go on for. */
  #step(): Promise<void> | undefined {
    if (this.#busy > 0) return undefined;
    const next = this.#sleepers[0];
    if (next !== undefined && next.atMs <= (this.flows ? Infinity : this.#untilMs)) return this.#wake(next);
    if (this.#isTurned) {
      this.#isTurned = false;
      return this.#goOn(this.target);
    }
    const reached = this.#waiters.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#waiters = this.#waiters.filter(({ atMs }) => atMs > this.#nowMs);
    for (const waiter of reached) waiter.reached();
    return undefined;
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#sleepers.shift();
    if (sleeper.atMs > this.#nowMs) await this.#goOn(sleeper.atMs);
    sleeper.wake();
  }

  #goOn(atMs: number): Promise<void> {
    this.#nowMs = atMs;
    return this.#turned();
  }
}
