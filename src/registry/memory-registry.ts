import { err, ok } from '#base';
import type { Result } from '#base';
import { planCommit } from './plan-commit.ts';
import { RevisionCompactedError } from './registry.ts';
import type { Change, CommitFailure, Registry, Write } from './registry.ts';
import { DEFAULT_TOMBSTONE_LIMIT } from './tombstone-limit.ts';
import type { RegistryOptions } from './tombstone-limit.ts';
import { Watchers } from './watchers.ts';

/** A registry that ends with the process. */
export function openMemoryRegistry(options: RegistryOptions = {}): Registry {
  return new MemoryRegistry(options.tombstoneLimit ?? DEFAULT_TOMBSTONE_LIMIT);
}

class MemoryRegistry implements Registry {
  readonly #tombstoneLimit: number;
  /** Last change by kind and id, in order of revision: a change moves its document to the end. */
  readonly #changes = new Map<string, Change>();
  readonly #watchers = new Watchers();
  #revision = 0;
  #compactedRevision = 0;
  #tombstones = 0;
  #open = true;

  constructor(tombstoneLimit: number) {
    this.#tombstoneLimit = tombstoneLimit;
  }

  async read(afterRevision: number): Promise<readonly Change[]> {
    this.#mustBeOpen();
    if (afterRevision > 0 && afterRevision < this.#compactedRevision) {
      throw new RevisionCompactedError(afterRevision, this.#compactedRevision);
    }
    return [...this.#changes.values()].filter(
      ({ revision, body }) => revision > afterRevision && (afterRevision > 0 || body !== undefined),
    );
  }

  async commit(writes: readonly Write[]): Promise<Result<number, CommitFailure>> {
    this.#mustBeOpen();
    const plan = planCommit(writes, {
      revision: this.#revision,
      find: (kind, id) => this.#changes.get(keyOf(kind, id)),
    });
    if (!plan.ok) return err(plan.error);
    for (const change of plan.value) this.#keep(change);
    if (this.#tombstones > this.#tombstoneLimit) this.#compact();
    const revision = this.#revision;
    this.#watchers.tell(plan.value);
    return ok(revision);
  }

  watch(listener: (changes: readonly Change[]) => void): () => void {
    this.#mustBeOpen();
    return this.#watchers.add(listener);
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#watchers.clear();
    this.#changes.clear();
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new Error('The registry is closed');
  }

  #keep(change: Change): void {
    const key = keyOf(change.kind, change.id);
    const last = this.#changes.get(key);
    if (last !== undefined && last.body === undefined) this.#tombstones--;
    if (change.body === undefined) this.#tombstones++;
    this.#changes.delete(key);
    this.#changes.set(key, change);
    this.#revision = change.revision;
  }

  /** Forgets the older half, so that it is seldom done. */
  #compact(): void {
    const tombstones = [...this.#changes].filter(([, { body }]) => body === undefined);
    const forgotten = tombstones.slice(0, tombstones.length - Math.floor(this.#tombstoneLimit / 2));
    for (const [key, { revision }] of forgotten) {
      this.#changes.delete(key);
      this.#compactedRevision = revision;
    }
    this.#tombstones -= forgotten.length;
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind}/${id}`;
}
