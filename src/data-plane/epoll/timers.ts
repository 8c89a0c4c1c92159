/** Something that is to be woken. Where it stands in the heap is the heap's own. */
export interface Sleeper {
  /** Milliseconds of a clock that only goes forward. */
  wakeAtMs: number;
  /** -1 while it is in no heap. */
  heapIndex: number;
}

/** Sleepers in a binary heap: to add, to remove and to find the next costs the logarithm of their number. */
export class Timers<Kind extends Sleeper> {
  readonly #heap: Kind[] = [];

  /** When the first of them wakes; Infinity: there is none. */
  get nextMs(): number {
    return this.#heap[0]?.wakeAtMs ?? Infinity;
  }

  /** Wakes `sleeper` at `atMs`, and not at whatever time it was to be woken before. */
  set(sleeper: Kind, atMs: number): void {
    this.clear(sleeper);
    sleeper.wakeAtMs = atMs;
    this.#place(this.#heap.length, sleeper);
    this.#rise(sleeper.heapIndex);
  }

  /** Lets go of `sleeper`. */
  clear(sleeper: Kind): void {
    const { heapIndex } = sleeper;
    if (heapIndex < 0) return;
    sleeper.heapIndex = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === sleeper) return;
    this.#place(heapIndex, last);
    this.#rise(heapIndex);
    this.#sink(last.heapIndex);
  }

  /** Takes the first one out if its time has come. */
  take(nowMs: number): Kind | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.wakeAtMs > nowMs) return undefined;
    this.clear(first);
    return first;
  }

  #place(index: number, sleeper: Kind): void {
    this.#heap[index] = sleeper;
    sleeper.heapIndex = index;
  }

  #rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfEarlier(index, parent)) return;
      index = parent;
    }
  }

  #sink(from: number): void {
    for (let index = from; ;) {
      const left = 2 * index + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (!this.#swapIfEarlier(child, index)) return;
      index = child;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.wakeAtMs ?? Infinity;
  }

  /** Puts the lower of the two above if it wakes earlier. */
  #swapIfEarlier(lower: number, upper: number): boolean {
    const below = this.#heap[lower];
    const above = this.#heap[upper];
    if (below === undefined || above === undefined || below.wakeAtMs >= above.wakeAtMs) return false;
    this.#place(upper, below);
    this.#place(lower, above);
    return true;
  }
}
