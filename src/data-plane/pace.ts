/** How an answer is sent that does not go out at once. */
export interface Pace {
  /** Bytes of output after which nothing is sent for `pauseMs`; Infinity: no pause. */
  readonly pauseAt: number;
  readonly pauseMs: number;
  /** Infinity: as fast as the client takes it. */
  readonly bytesPerSecond: number;
}

/** No answer takes longer than this on its way. */
const LONGEST_MS = 3_600_000;
/** Timers fire no closer together than this, however fast the drip. */
const STEP_MS = 10;

/** Output on its way at a pace. All times in milliseconds since the epoch. */
export class PacedOutput {
  readonly #bytes: Uint8Array;
  readonly #pace: Pace;
  readonly #startMs: number;
  #sent = 0;

  /** `bytes` are kept, not copied. */
  constructor(bytes: Uint8Array, pace: Pace, startMs: number) {
    this.#bytes = bytes;
    this.#pace = pace;
    this.#startMs = startMs;
  }

  /** True once everything has been sent. */
  get done(): boolean {
    return this.#sent === this.#bytes.length;
  }

  /** What may be sent now and has not been. */
  due(nowMs: number): Uint8Array {
    return this.#bytes.subarray(this.#sent, Math.max(this.#sent, this.#allowed(nowMs)));
  }

  /** Takes note that so many more bytes are out. */
  sent(count: number): void {
    this.#sent += count;
  }

  /** True when it has taken so long that the connection is to be closed. */
  isOver(nowMs: number): boolean {
    return nowMs >= this.#startMs + LONGEST_MS;
  }

  /** When there is more to send, or it is over. */
  nextMs(nowMs: number): number {
    const dueMs = Math.max(this.#dueAtMs(this.#allowed(nowMs) + 1), nowMs + STEP_MS);
    return Math.min(dueMs, this.#startMs + LONGEST_MS);
  }

  /** When byte number `count` may be out. */
  #dueAtMs(count: number): number {
    const { pauseAt, pauseMs, bytesPerSecond } = this.#pace;
    return this.#startMs + (count * 1000) / bytesPerSecond + (count > pauseAt ? pauseMs : 0);
  }

  #allowed(nowMs: number): number {
    const { pauseAt, pauseMs, bytesPerSecond } = this.#pace;
    const { length } = this.#bytes;
    const before = this.#inTime(nowMs - this.#startMs, bytesPerSecond);
    if (before <= pauseAt) return Math.min(before, length);
    return Math.min(Math.max(pauseAt, this.#inTime(nowMs - this.#startMs - pauseMs, bytesPerSecond)), length);
  }

  #inTime(elapsedMs: number, bytesPerSecond: number): number {
    if (elapsedMs < 0) return 0;
    return bytesPerSecond === Infinity ? this.#bytes.length : Math.floor((elapsedMs * bytesPerSecond) / 1000);
  }
}
