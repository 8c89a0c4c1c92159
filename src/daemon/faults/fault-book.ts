import type { FaultBook as Book, BookedFault } from '#admin-api';
import type { Clock } from '#base';
import type { DataPlane } from '#data-plane';
import { FAULT_KIND, FAULT_LIMITS, NO_COUNTS, readFaultDocument, stateOf } from '#fault';
import type { Fault } from '#fault';
import type { Change, Registry, Write } from '#registry';
import type { RegistryFollower } from '../registry-follower.ts';
import { countWrites, FAULT_COUNT_KIND, keptCounts } from './fault-counts.ts';
import { planFaults } from './plan-faults.ts';
import type { DeclaredFault } from './plan-faults.ts';

/** What was counted is written this often, and when the daemon stops. */
const KEEP_INTERVAL_MS = 5000;

/** What a book is made of. */
export interface FaultBookParts {
  readonly registry: Registry;
  readonly plane: DataPlane;
  readonly follower: RegistryFollower;
  readonly clock: Clock;
}

/** The faults in the registry, with what the data plane counts of them. */
export class FaultBook implements Book {
  readonly #parts: FaultBookParts;
  readonly #faults = new Map<string, Fault>();
  readonly #keeper: NodeJS.Timeout;
  /** What the registry has of the counts, by id. */
  #kept: ReadonlyMap<string, string>;

  /** Begins with `changes`, all that the registry holds and the data plane has. */
  constructor(parts: FaultBookParts, changes: readonly Change[]) {
    this.#parts = parts;
    this.#take(changes);
    this.#kept = new Map(
      changes.flatMap(({ kind, id, body }) => (kind === FAULT_COUNT_KIND && body !== undefined ? [[id, body]] : [])),
    );
    for (const [id, counts] of keptCounts(this.#kept, this.#faults)) parts.plane.resumeFault(id, counts);
    parts.registry.watch((changed) => this.#take(changed));
    this.#keeper = setInterval(() => void this.#keepCounts(), KEEP_INTERVAL_MS).unref();
  }

  list(): readonly BookedFault[] {
    const counts = this.#parts.plane.faultCounts();
    return [...this.#faults.values()].map((fault) => ({ fault, counts: counts.get(fault.id) ?? NO_COUNTS }));
  }

  async add(fault: Fault): Promise<'added' | 'taken' | 'full'> {
    const nowMs = this.#parts.clock.now();
    const all = this.list();
    const spent = all.filter((booked) => stateOf(booked.fault, booked.counts, nowMs) === 'spent');
    if (all.length - spent.length >= FAULT_LIMITS.unspent) return 'full';
    const over = spent.slice(0, Math.max(0, all.length + 1 - FAULT_LIMITS.faults));
    const write = { kind: FAULT_KIND, id: fault.id, expectedRevision: 0, body: JSON.stringify(fault) };
    return (await this.#commit([write, ...over.flatMap((booked) => removalOf(booked.fault.id))])) ? 'added' : 'taken';
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#commit(ids.flatMap(removalOf));
  }

  /** Makes the faults agree with those a configuration declares; those made otherwise stay. */
  async declare(declared: readonly DeclaredFault[]): Promise<void> {
    const { write, remove } = planFaults([...this.#faults.values()], declared, this.#parts.clock.now());
    const writes = write.map((fault) => ({ kind: FAULT_KIND, id: fault.id, body: JSON.stringify(fault) }));
    await this.#commit([...writes, ...remove.flatMap(removalOf)]);
  }

  /** Writes down what has been counted. */
  async close(): Promise<void> {
    clearInterval(this.#keeper);
    await this.#keepCounts();
  }

  async #commit(writes: readonly Write[]): Promise<boolean> {
    if (writes.length === 0) return true;
    const committed = await this.#parts.registry.commit(writes);
    await this.#parts.follower.settled();
    return committed.ok;
  }

  #take(changes: readonly Change[]): void {
    for (const { kind, id, body } of changes) {
      if (kind !== FAULT_KIND) continue;
      const fault = body === undefined ? undefined : readFaultDocument(body);
      if (fault === undefined) this.#faults.delete(id);
      else this.#faults.set(id, fault);
    }
  }

  async #keepCounts(): Promise<void> {
    const counted = countWrites(this.list());
    const fresh = counted.filter(({ id, body }) => this.#kept.get(id) !== body);
    if (fresh.length === 0) return;
    try {
      await this.#parts.registry.commit(fresh);
      this.#kept = new Map(counted.map(({ id, body }) => [id, body]));
    } catch {
      // A disk that is full may have room the next time; until then nothing is lost but a number.
    }
  }
}

function removalOf(id: string): readonly Write[] {
  return [FAULT_KIND, FAULT_COUNT_KIND].map((kind) => ({ kind, id, body: undefined }));
}
