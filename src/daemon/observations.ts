import type { Observation } from '#model';

/** Told of what a data plane observed. Called on the main thread, so it should take it in quickly; must not throw. */
export type Observed = (observation: Observation) => void;

/** Passes what the data plane observed to whoever wants it: metrics, findings, live watchers. Keeps nothing itself. */
export class Observations {
  readonly #subscribers = new Set<Observed>();

  /** Tells `observed` of everything from now on; the result ends that. */
  subscribe(observed: Observed): () => void {
    this.#subscribers.add(observed);
    return () => this.#subscribers.delete(observed);
  }

  /** Tells every subscriber. */
  readonly publish = (observation: Observation): void => {
    for (const observed of this.#subscribers) observed(observation);
  };
}
