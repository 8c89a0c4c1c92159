import type { DataPlane } from '#data-plane';
import { FAULT_KIND } from '#fault';
import type { Change, Registry } from '#registry';
import { INSTANCE_KIND } from './plan-instance.ts';

/** Brings the registry's instances and faults to the data plane, and knows how far it has got. */
export class RegistryFollower {
  readonly #plane: DataPlane;
  #applied = Promise.resolve();
  #appliedRevision = 0;

  private constructor(plane: DataPlane) {
    this.#plane = plane;
  }

  /** Hands over what the registry holds, `changes`, and from then on all that changes, until the registry is closed. */
  static async start(registry: Registry, changes: readonly Change[], plane: DataPlane): Promise<RegistryFollower> {
    const follower = new RegistryFollower(plane);
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
    const taken = this.#plane.apply(changes.filter(({ kind }) => kind === INSTANCE_KIND || kind === FAULT_KIND));
    this.#applied = this.#note(revision, this.#applied, taken);
  }
}
