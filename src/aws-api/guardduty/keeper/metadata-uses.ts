import type { MetadataUse } from '#compliance';
import type { Observation } from '#model';

const INSTANCES_MAX = 100_000;

/** Which instances have asked for metadata since this process started, and whether containers of theirs have. */
export class MetadataUses {
  readonly #sinceMs: number;
  readonly #used = new Set<string>();
  readonly #byContainers = new Set<string>();

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  /** Takes what a data plane observed. */
  observe({ counts, events }: Pick<Observation, 'counts' | 'events'>): void {
    for (const { instanceId } of counts) add(this.#used, instanceId);
    for (const { instanceId, process } of events) {
      if (instanceId === undefined || process === undefined || process === 'unknown') continue;
      if (process.container !== undefined) add(this.#byContainers, instanceId);
    }
  }

  /** What is known of an instance. */
  of(instanceId: string): MetadataUse {
    return {
      watchedSinceMs: this.#sinceMs,
      // Of more than there is room for, nobody is accused.
      isUsed: this.#used.has(instanceId) || this.#used.size >= INSTANCES_MAX,
      isUsedByContainers: this.#byContainers.has(instanceId),
    };
  }
}

function add(ids: Set<string>, id: string): void {
  if (ids.size < INSTANCES_MAX) ids.add(id);
}
