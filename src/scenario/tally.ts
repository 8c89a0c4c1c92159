import type { Course } from './play.ts';

/** What outcomes may and have to occur. */
export interface Wish {
  readonly name: string;
  readonly only: readonly string[] | undefined;
  readonly some: readonly string[] | undefined;
}

/** Counts outcomes of one kind. */
export class Tally {
  readonly #counts = new Map<string, number>();

  count(outcome: string | number): void {
    const name = String(outcome);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Reports what was counted, and fails where it is not as wished. An interruption is no failure. */
  conclude({ name, only, some }: Wish, { pace, report, fail }: Course): void {
    const counts = Object.fromEntries([...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)));
    report({ kind: 'counted', atMs: pace.now(), name, counts });
    if (pace.isInterrupted) return;
    const strange = only === undefined ? [] : Object.keys(counts).filter((outcome) => !only.includes(outcome));
    if (strange.length > 0) fail(name, `expected only ${only?.join(', ')}; got ${strange.join(', ')} too`);
    const missing = (some ?? []).filter((outcome) => counts[outcome] === undefined);
    if (missing.length > 0) fail(name, `expected some ${missing.join(', ')}; there was none`);
  }
}
