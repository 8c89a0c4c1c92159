import type { Observation } from '#model';
import { addTallies, NOTHING_COUNTED } from '../minute-counts.ts';
import type { Tally } from '../minute-counts.ts';
import type { RecordedCall } from '../telemetry.ts';

/** Instances that are told of by name, those that used v1 first; the rest is counted as `other`. */
const INSTANCES_MAX = 1000;
const OTHER = 'other';

/** The use of IMDSv1 by one instance. */
type Use = Pick<Tally, 'noToken' | 'noTokenRejected'>;

/** Everything since the start, added up: what Prometheus and OpenTelemetry are told. */
export class Totals {
  readonly startedMs: number;
  readonly byInstance = new Map<string, Use>();
  /** By reason. */
  readonly refusals = new Map<string, number>();
  /** By service and, after a space, `ok` or `error`. */
  readonly calls = new Map<string, number>();
  #all: Tally = NOTHING_COUNTED;
  #unknownCallers = 0;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }

  get all(): Tally {
    return this.#all;
  }

  get unknownCallers(): number {
    return this.#unknownCallers;
  }

  observe({ counts, refusals, unknownCallers }: Observation): void {
    this.#unknownCallers += unknownCallers;
    for (const [reason, count] of Object.entries(refusals)) add(this.refusals, reason, count);
    for (const count of counts) {
      this.#all = addTallies(this.#all, count);
      if (count.noToken + count.noTokenRejected > 0) this.#use(count.instanceId, count);
    }
  }

  called({ service = 'unknown', error }: RecordedCall): void {
    add(this.calls, `${service} ${error === undefined ? 'ok' : 'error'}`, 1);
  }

  #use(instanceId: string, { noToken, noTokenRejected }: Use): void {
    const isNamed = this.byInstance.has(instanceId) || this.byInstance.size < INSTANCES_MAX;
    const name = isNamed ? instanceId : OTHER;
    const before = this.byInstance.get(name) ?? NOTHING_COUNTED;
    this.byInstance.set(name, {
      noToken: before.noToken + noToken,
      noTokenRejected: before.noTokenRejected + noTokenRejected,
    });
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
