import type { InstanceDeclaration, InstanceEvent } from '#model';
import { nextDueMs } from '#schedule';
import type { Change } from '#registry';

/** What is due at one moment. */
export interface Due {
  readonly atMs: number;
  /** Events that begin. */
  readonly eventIds: readonly string[];
  /** Instances with something on their agenda. */
  readonly instanceIds: readonly string[];
}

/** Knows of every document of the registry when something of it is due. */
export class DueIndex {
  readonly #events = new Map<string, number>();
  readonly #instances = new Map<string, number>();

  /** Takes in changes; true if one of them is of something that has to be done. */
  apply(changes: readonly Change[]): boolean {
    const touched = changes.map((change) => this.#applyOne(change));
    return touched.includes(true);
  }

  /** What is due first, all of one moment. */
  earliest(): Due | undefined {
    const atMs = Math.min(smallest(this.#events), smallest(this.#instances));
    if (atMs === Infinity) return undefined;
    return { atMs, eventIds: dueAt(this.#events, atMs), instanceIds: dueAt(this.#instances, atMs) };
  }

  /** Leaves out what is being done; the change that comes of it puts it back if there is more. */
  take({ eventIds, instanceIds }: Due): void {
    for (const id of eventIds) this.#events.delete(id);
    for (const id of instanceIds) this.#instances.delete(id);
  }

  /** Puts back what could not be done. */
  putBack({ atMs, eventIds, instanceIds }: Due): void {
    for (const id of eventIds) this.#events.set(id, atMs);
    for (const id of instanceIds) this.#instances.set(id, atMs);
  }

  #applyOne({ kind, id, body }: Change): boolean {
    if (kind === 'instance-event') return note(this.#events, id, beginning(body));
    return kind === 'instance' && note(this.#instances, id, nextStep(body));
  }
}

function beginning(body: string | undefined): number | undefined {
  if (body === undefined) return undefined;
  const { state, atMs } = JSON.parse(body) as InstanceEvent;
  return state === 'scheduled' || state === 'beginning' ? atMs : undefined;
}

/** Few instances have an agenda, and a look at the text is cheaper than reading it. */
function nextStep(body: string | undefined): number | undefined {
  return body?.includes('"agenda":[') === true ? nextDueMs(JSON.parse(body) as InstanceDeclaration) : undefined;
}

function note(times: Map<string, number>, id: string, atMs: number | undefined): boolean {
  if (atMs === undefined) return times.delete(id);
  times.set(id, atMs);
  return true;
}

function smallest(times: ReadonlyMap<string, number>): number {
  let least = Infinity;
  for (const atMs of times.values()) least = Math.min(least, atMs);
  return least;
}

function dueAt(times: ReadonlyMap<string, number>, atMs: number): readonly string[] {
  return [...times].filter(([, each]) => each === atMs).map(([id]) => id);
}
