/** Things that wait for their turn, at most so many. */
export class BoundedQueue<Item> {
  readonly #items: Item[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Adds one at the end. Where there is no room the oldest makes it, and is given back. */
  add(item: Item): Item | undefined {
    this.#items.push(item);
    return this.#items.length > this.#most ? this.#items.shift() : undefined;
  }

  /** Takes out the first ones, at most `most`. */
  take(most: number): Item[] {
    return this.#items.splice(0, most);
  }
}
