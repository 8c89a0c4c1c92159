import { mergeSightings } from './sighting.ts';
import type { Sighting } from './sighting.ts';

/** Sightings of one finding that wait at most; what comes after adds to the last of them. */
const WAITING_MAX = 16;
/** Findings that sightings wait for at most. */
const FINDINGS_MAX = 4096;

/** Sightings on their way into findings, those of one finding together: a thousand requests are one write. */
export class PendingSightings {
  readonly #quietMs: () => number;
  readonly #waiting = new Map<string, Sighting[]>();
  /** Sightings that there was no room for. */
  dropped = 0;

  constructor(quietMs: () => number) {
    this.#quietMs = quietMs;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Adds one. */
  add(sighting: Sighting): void {
    const key = JSON.stringify([sighting.type, sighting.instanceId, sighting.about]);
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      if (this.#waiting.size >= FINDINGS_MAX) this.dropped++;
      else this.#waiting.set(key, [sighting]);
      return;
    }
    const last = waiting.at(-1);
    const merged = last && mergeSightings(last, sighting, this.#quietMs());
    if (merged !== undefined) waiting[waiting.length - 1] = merged;
    else if (waiting.length < WAITING_MAX) waiting.push(sighting);
    else this.dropped++;
  }

  /** Takes everything out: the sightings of one finding each, in their order. */
  take(): readonly (readonly Sighting[])[] {
    const groups = [...this.#waiting.values()];
    this.#waiting.clear();
    return groups;
  }
}
