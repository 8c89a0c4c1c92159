/** What callers of one instance did not get, since the start or since it was last told. Plain data: it crosses threads. */
export interface InstanceLosses {
  readonly instanceId: string;
  /** Token answers that a router reported to have dropped because their hop limit was used up. */
  readonly hopLimitCutOffs: number;
  /** Token answers with a lowered hop limit that nobody acknowledged in time: cut off with no router saying so, or a caller that is gone. */
  readonly tokensUndelivered: number;
  /** The hop limit that the last of those left with; 0 when there were none. */
  readonly hopLimit: number;
  /** Reads put off because the instance had sent more packets than it is allowed. */
  readonly packetsThrottled: number;
  /** Requests answered with 503 because the instance had sent more than it is allowed. */
  readonly requestsThrottled: number;
}

/** One of the counts. */
export type Loss = 'hopLimitCutOffs' | 'tokensUndelivered' | 'packetsThrottled' | 'requestsThrottled';

/** Instances counted apart; beyond that the one that was first lost something is forgotten. */
const INSTANCES_MAX = 4096;

type Counts = { -readonly [Key in keyof InstanceLosses]: InstanceLosses[Key] };

/** Counts losses by instance, in bounded memory. */
export class Losses {
  #byInstance = new Map<string, Counts>();

  /** Counts one. */
  count(instanceId: string, loss: Loss, hopLimit = 0): void {
    const counts = this.#of(instanceId);
    counts[loss]++;
    if (hopLimit > 0) counts.hopLimit = hopLimit;
  }

  /** Counts what another has counted. */
  add(others: readonly InstanceLosses[]): void {
    for (const other of others) {
      const counts = this.#of(other.instanceId);
      counts.hopLimitCutOffs += other.hopLimitCutOffs;
      counts.tokensUndelivered += other.tokensUndelivered;
      counts.packetsThrottled += other.packetsThrottled;
      counts.requestsThrottled += other.requestsThrottled;
      if (other.hopLimit > 0) counts.hopLimit = other.hopLimit;
    }
  }

  /** What was counted, one entry an instance. */
  all(): readonly InstanceLosses[] {
    return [...this.#byInstance.values()].map((counts) => ({ ...counts }));
  }

  /** What was counted since this was last called. */
  take(): readonly InstanceLosses[] {
    if (this.#byInstance.size === 0) return NOTHING;
    const taken = [...this.#byInstance.values()];
    this.#byInstance = new Map();
    return taken;
  }

  #of(instanceId: string): Counts {
    const found = this.#byInstance.get(instanceId);
    if (found !== undefined) return found;
    const [first] = this.#byInstance.keys();
    if (this.#byInstance.size >= INSTANCES_MAX && first !== undefined) this.#byInstance.delete(first);
    const counts = {
      instanceId,
      hopLimitCutOffs: 0,
      tokensUndelivered: 0,
      hopLimit: 0,
      packetsThrottled: 0,
      requestsThrottled: 0,
    };
    this.#byInstance.set(instanceId, counts);
    return counts;
  }
}

const NOTHING: readonly InstanceLosses[] = [];
