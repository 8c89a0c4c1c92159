import type { Change } from './registry.ts';

type Listener = (changes: readonly Change[]) => void;

/** Those who watch a registry. A commit made inside a listener is told after the one being told, to everybody. */
export class Watchers {
  readonly #listeners = new Set<{ readonly call: Listener }>();
  readonly #waiting: (readonly Change[])[] = [];
  #telling = false;

  add(listener: Listener): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  tell(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#waiting.push(changes);
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#tellOne(next);
    this.#telling = false;
  }

  clear(): void {
    this.#listeners.clear();
  }

  #tellOne(changes: readonly Change[]): void {
    for (const listener of this.#listeners) {
      try {
        listener.call(changes);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
