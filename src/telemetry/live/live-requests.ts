import type { ImdsEvent } from '#model';

/** Requests that whoever starts to watch is shown at most of what was before. */
const RECENT_MAX = 500;

/** Told of every request as it comes in. Must not throw. */
export type Watcher = (event: ImdsEvent) => void;

/** Requests as they happen: the last few, and whoever watches. */
export class LiveRequests {
  readonly #watchers = new Set<Watcher>();
  readonly #recent: ImdsEvent[] = [];
  readonly #watched: (watched: boolean) => void;

  /** `watched` is told when the first begins to watch and when the last has stopped: only then every request is wanted. */
  constructor(watched: (watched: boolean) => void) {
    this.#watched = watched;
  }

  /** Tells of requests. */
  tell(events: readonly ImdsEvent[]): void {
    this.#recent.push(...events.slice(-RECENT_MAX));
    if (this.#recent.length > RECENT_MAX) this.#recent.splice(0, this.#recent.length - RECENT_MAX);
    for (const event of events) for (const watcher of this.#watchers) watcher(event);
  }

  /** The last requests, oldest first. */
  recent(): readonly ImdsEvent[] {
    return [...this.#recent];
  }

  /** Calls `watcher` with every request from now on; returns a call to stop. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) this.#watched(true);
    return () => {
      if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.#watched(false);
    };
  }
}
