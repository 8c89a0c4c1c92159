import type { Clock, Random } from '#base';
import type { ApiEvent, ImdsEvent, Observation } from '#model';
import { eventId } from './event-id.ts';
import { SampledMinutes } from './idle/sampled-minutes.ts';
import type { SampleQuery } from './idle/sampled-minutes.ts';
import { LiveRequests } from './live/live-requests.ts';
import type { Watcher } from './live/live-requests.ts';
import { matters } from './matters.ts';
import { Pending } from './pending.ts';
import type { OwnerOf } from './pending.ts';
import type {
  Aggregate,
  AggregateQuery,
  EndedRun,
  KeptRecord,
  Owner,
  RecordQuery,
  SeenInstance,
  Store,
} from './store/store.ts';

const FLUSH_INTERVAL_MS = 1000;
/** Writing takes at most this part of the time: when very many instances are active at once, it is done less often. */
const FLUSH_SHARE = 1 / 20;
const ENFORCE_INTERVAL_MS = 60_000;

/** An API call with the id that CloudTrail tells it by. */
export interface RecordedCall extends ApiEvent {
  readonly eventId: string;
}

/** What telemetry is made of. */
export interface TelemetryParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly ownerOf: OwnerOf;
  /** Asks the data plane for every request, or only for those that matter. */
  readonly watched: (watched: boolean) => void;
  /** Told why nothing can be written, once until it can again. */
  readonly failed: (reason: string) => void;
}

/** Where outputs hear of what happens. Must not throw. */
export interface TelemetryListener {
  readonly observed?: (observation: Observation) => void;
  readonly called?: (call: RecordedCall) => void;
  /** Told of what happens to alarms. */
  readonly alarmed?: (timeMs: number, item: object) => void;
}

/** Folds what data plane and API tell into what is kept, and answers from it. */
export class Telemetry {
  readonly #parts: TelemetryParts;
  readonly #pending: Pending;
  readonly #live: LiveRequests;
  readonly #sampled: SampledMinutes;
  readonly #listeners = new Set<TelemetryListener>();
  readonly #timers: readonly NodeJS.Timeout[];
  #sequence: number;
  #failing = false;
  #nextFlushMs = 0;

  constructor(parts: TelemetryParts) {
    this.#parts = parts;
    this.#pending = new Pending(parts.ownerOf);
    this.#live = new LiveRequests(parts.watched);
    this.#sampled = new SampledMinutes(parts.store, parts.clock);
    this.#sequence = parts.store.lastSequence;
    this.#timers = [
      setInterval(() => this.#flushInTurn(), FLUSH_INTERVAL_MS).unref(),
      setInterval(() => this.enforce(), ENFORCE_INTERVAL_MS).unref(),
    ];
  }

  /** Full records that there was no room for since the start. Their requests were counted all the same. */
  get recordsNotKept(): number {
    return this.#pending.notKept;
  }

  /** Takes what a data plane hands over. */
  observe(observation: Observation): void {
    this.#pending.take(observation, matters);
    if (observation.events.length > 0) this.#live.tell(observation.events);
    for (const { observed } of this.#listeners) observed?.(observation);
  }

  /** Takes an API call. */
  record(event: ApiEvent): void {
    const call = { ...event, eventId: eventId(this.#parts.random) };
    this.#pending.keepCall(call);
    for (const { called } of this.#listeners) called?.(call);
  }

  /** Keeps something that happened to an alarm. */
  recordAlarm(timeMs: number, item: object): void {
    this.#pending.keep({ stream: 'alarm', timeMs, body: JSON.stringify(item) });
    for (const { alarmed } of this.#listeners) alarmed?.(timeMs, item);
  }

  /** Keeps runs of instances that are over. */
  recordRuns(runs: readonly EndedRun[]): void {
    if (runs.length > 0) this.#try(() => this.#parts.store.keepRuns(runs));
  }

  /** Writes what waits. True once it is kept, whatever becomes of the process. */
  flush(): boolean {
    if (this.#pending.isEmpty) return true;
    try {
      this.#parts.store.write({ sequence: this.#sequence + 1, ...this.#pending.contents() });
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#sequence++;
    this.#pending.written();
    this.#failing = false;
    return true;
  }

  /** What is known of an instance, everything that has come in until now included. */
  aggregates(query: AggregateQuery): readonly Aggregate[] {
    this.flush();
    return this.#parts.store.aggregates(query);
  }

  /** The same as samples: with a zero for every minute that has ended in which the instance ran and asked for nothing. */
  samples(query: SampleQuery): readonly Aggregate[] {
    this.flush();
    return this.#sampled.of(query);
  }

  /** The instances of an owner of which a run ended after `sinceMs`. */
  ranSince(owner: Owner, sinceMs: number): readonly string[] {
    return this.#parts.store.ranSince(owner, sinceMs);
  }

  /** The instances of an owner heard of since `sinceMs`, in the order of their ids, after the id `after`. */
  instances(owner: Owner, sinceMs: number, after: string, limit: number): readonly SeenInstance[] {
    this.flush();
    return this.#parts.store.instances(owner, sinceMs, after, limit);
  }

  /** Kept records. */
  records(query: RecordQuery): readonly KeptRecord[] {
    this.flush();
    return this.#parts.store.records(query);
  }

  /** The last requests that were told of, oldest first. */
  recentRequests(): readonly ImdsEvent[] {
    return this.#live.recent();
  }

  /** Calls `watcher` with every request from now on; returns a call to stop. */
  watch(watcher: Watcher): () => void {
    return this.#live.watch(watcher);
  }

  /** Tells `listener` of everything from now on; returns a call to stop. */
  listen(listener: TelemetryListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Lets go of what is too old or too much, and notes that this service is up. */
  enforce(): void {
    this.#try(() => {
      this.#sampled.keepUp();
      this.#parts.store.enforce(this.#parts.clock.now());
    });
  }

  /** Writes what waits and lets go of the store. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.flush();
    this.#try(() => this.#sampled.keepUp());
    this.#listeners.clear();
    this.#parts.store.close();
  }

  #flushInTurn(): void {
    const beganMs = this.#parts.clock.now();
    if (beganMs < this.#nextFlushMs) return;
    this.flush();
    const endedMs = this.#parts.clock.now();
    this.#nextFlushMs = endedMs + (endedMs - beganMs) / FLUSH_SHARE;
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#parts.failed(error instanceof Error ? error.message : 'unknown reason');
  }
}
