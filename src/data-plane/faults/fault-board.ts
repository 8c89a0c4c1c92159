import { compose, concernsInstance, hitsOfRequest, refusesConnection } from '#fault';
import type { ArmedFault, Fault, Misbehaviour } from '#fault';
import { normalizeTarget } from '#protocol/imds';
import type { Method } from '#protocol/imds';
import type { Resident } from '#registry';
import { SharedCounts } from './shared-counts.ts';

/** A fault and where it is counted. Plain data: it crosses threads. */
export interface AssignedFault {
  readonly fault: Fault;
  readonly slot: number;
}

const NONE: readonly ArmedFault[] = [];

/** The faults at work, as one thread knows them. */
export class FaultBoard {
  /** False when there are none: then no request has to be looked at. */
  active = false;
  readonly #counts: SharedCounts;
  #armed: readonly ArmedFault[] = NONE;
  #byResident = new WeakMap<Resident, readonly ArmedFault[]>();

  constructor(counts: SharedCounts = new SharedCounts()) {
    this.#counts = counts;
  }

  /** Puts these in the place of all there were; in the order in which they were made. */
  replace(faults: readonly AssignedFault[]): void {
    this.#armed = faults.map(({ fault, slot }) => ({ fault, counter: this.#counts.counter(slot) }));
    this.#byResident = new WeakMap();
    this.active = faults.length > 0;
  }

  /** What goes wrong with a request, which is counted by that; undefined: nothing. */
  misbehaviour(resident: Resident, method: Method, target: string, nowMs: number): Misbehaviour | undefined {
    const armed = this.#concerning(resident);
    if (armed.length === 0) return undefined;
    const hits = hitsOfRequest(armed, method, normalizeTarget(target) ?? target, nowMs);
    return hits.length === 0 ? undefined : compose(hits);
  }

  /** Whether a new connection of this instance is refused. */
  refuses(resident: Resident, nowMs: number): boolean {
    return refusesConnection(this.#concerning(resident), nowMs);
  }

  /** A resident never changes, so neither does what concerns it. */
  #concerning(resident: Resident): readonly ArmedFault[] {
    let armed = this.#byResident.get(resident);
    if (armed === undefined) {
      armed = this.#armed.filter(({ fault }) => concernsInstance(fault, resident.instance));
      this.#byResident.set(resident, armed);
    }
    return armed;
  }
}
