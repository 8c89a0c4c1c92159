/** Something that holds what can be made again. */
interface Forgetful {
  forget(): void;
}

/** Bounds how many hold something: beyond `limit`, at least 1, the one that has held it longest forgets. */
export class RecentHolders {
  readonly #ring: Forgetful[] = [];
  readonly #limit: number;
  #oldest = 0;

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`the limit is ${limit}; it must be at least 1`);
    this.#limit = limit;
  }

  add(holder: Forgetful): void {
    this.#ring[this.#oldest]?.forget();
    this.#ring[this.#oldest] = holder;
    this.#oldest = (this.#oldest + 1) % this.#limit;
  }
}
