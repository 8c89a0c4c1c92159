/** Time that may be spent on something: a share of all time, and a reserve for when much is wanted at once. */
export class Allowance {
  readonly #microseconds: () => number;
  readonly #share: number;
  readonly #reserveUs: number;
  #leftUs: number;
  #atUs: number;

  /** `share`: above 0, at most 1. */
  constructor(microseconds: () => number, share: number, reserveUs: number) {
    this.#microseconds = microseconds;
    this.#share = share;
    this.#leftUs = this.#reserveUs = reserveUs;
    this.#atUs = microseconds();
  }

  /** Whether there is any left: more than `part` of the reserve, 0 to 1. */
  hasLeft(part = 0): boolean {
    const nowUs = this.#microseconds();
    this.#leftUs = Math.min(this.#reserveUs, this.#leftUs + (nowUs - this.#atUs) * this.#share);
    this.#atUs = nowUs;
    return this.#leftUs > this.#reserveUs * part;
  }

  /** Takes off what was spent. */
  spend(microseconds: number): void {
    this.#leftUs -= microseconds;
  }
}
