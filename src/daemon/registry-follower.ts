import type { DataPlane } from '#data-plane';
import { FAULT_KIND } from '#fault';
import type { Change, Registry } from '#registry';
import { INSTANCE_KIND } from './plan-instance.ts';

/** Brings the registry's instances and faults to the data plane, and knows how far it has got. */
export class RegistryFollower {
  readonly #plane: DataPlane;
  readonly #before: (changes: readonly Change[]) => void;
  #applied = Promise.resolve();
  #appliedRevision = 0;

  private constructor(plane: DataPlane, before: (changes: readonly Change[]) => void) {
    this.#plane = plane;
    this.#before = before;
  }

  /**
   * Hands over what the registry holds, `changes`, and from then on all that changes, until the registry is closed. `before`
   * is told of changes while the data plane's replica still has what was there before them.
   */
  static async start(
    registry: Registry,
    changes: readonly Change[],
    plane: DataPlane,
    before: (changes: readonly Change[]) => void,
  ): Promise<RegistryFollower> {
    const follower = new RegistryFollower(plane, before);
    registry.watch((changed) => follower.#take(changed));
    follower.#take(changes);
    await follower.settled();
    return follower;
  }

  /** The latest revision of which the data plane has said that its next request sees it. */
  get appliedRevision(): number {
    return this.#appliedRevision;
  }

  /** Settled once the data plane has everything that has been committed so far. */
  settled(): Promise<void> {
    return this.#applied;
  }

  async #note(revision: number, ...before: readonly Promise<void>[]): Promise<void> {
    await Promise.all(before);
    this.#appliedRevision = Math.max(this.#appliedRevision, revision);
  }

  #take(changes: readonly Change[]): void {
    const revision = changes.at(-1)?.revision ?? 0;
    this.#before(changes);
    const taken = this.#plane.apply(changes.filter(({ kind }) => kind === INSTANCE_KIND || kind === FAULT_KIND));
    this.#applied = this.#note(revision, this.#applied, taken);
  }
}
