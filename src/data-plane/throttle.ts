import type { ThrottleLimits } from '#model';
import type { Resident } from '#registry';

/** What has been left over of a limit, at some moment. */
interface Allowance {
  left: number;
  atMs: number;
}

/** Instances whose allowances are kept; beyond that all begin anew. */
const INSTANCES_MAX = 65_536;

/**
 * Counts what instances use of their limits. An allowance fills up steadily to that of one second, so an instance that was
 * quiet may send as much at once. Each thread counts by itself.
 */
export class Throttle {
  /** What holds for instances that have no limits of their own. */
  readonly #defaults: ThrottleLimits;
  readonly #packets = new Map<string, Allowance>();
  readonly #requests = new Map<string, Allowance>();

  constructor(defaults: ThrottleLimits = {}) {
    this.#defaults = defaults;
  }

  /** The packets that an instance may send in a second; 0: any number. */
  packetLimit({ throttle }: Resident): number {
    return throttle?.packetsPerSecond ?? this.#defaults.packetsPerSecond ?? 0;
  }

  /** Takes note of packets that have come; false when the instance had no more of them left, and these must be lost. */
  takePackets(resident: Resident, count: number, nowMs: number): boolean {
    return take(this.#packets, resident.id, this.packetLimit(resident), count, nowMs);
  }

  /** Takes note of a request; false when it must not be answered. */
  takeRequest(resident: Resident, nowMs: number): boolean {
    const limit = resident.throttle?.requestsPerSecond ?? this.#defaults.requestsPerSecond ?? 0;
    return limit === 0 || take(this.#requests, resident.id, limit, 1, nowMs);
  }

  /** Takes back the note of a request that will be looked at again. */
  giveBackRequest({ id }: Resident): void {
    const allowance = this.#requests.get(id);
    if (allowance !== undefined) allowance.left++;
  }
}

function take(allowances: Map<string, Allowance>, id: string, limit: number, count: number, nowMs: number): boolean {
  let allowance = allowances.get(id);
  if (allowance === undefined) {
    if (allowances.size >= INSTANCES_MAX) allowances.clear();
    allowances.set(id, (allowance = { left: limit, atMs: nowMs }));
  }
  // A clock that was set back gives nothing, and takes nothing away.
  const elapsedMs = Math.max(0, nowMs - allowance.atMs);
  allowance.left = Math.min(limit, allowance.left + (limit * elapsedMs) / 1000);
  allowance.atMs = nowMs;
  if (allowance.left < Math.min(count, 1)) return false;
  // What comes in one read has come, also where it is more than was left: the debt is paid off first.
  allowance.left -= count;
  return true;
}
