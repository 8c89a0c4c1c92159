import type { RequestCount } from '#model';
import type { Span } from '../idle/span.ts';
import type { Tally } from '../minute-counts.ts';
import type { Retention } from '../retention.ts';

/** Whose an instance is, and where: CloudWatch tells a metric to that account in that Region only. */
export interface Owner {
  readonly accountId: string;
  readonly region: string;
}

/** A count that has found its owner. */
export interface OwnedCount extends RequestCount {
  readonly owner: Owner;
}

/** What is kept as a list of records in the order of time. `request`: metadata requests in full; `call`: API calls; `alarm`: the history of alarms. */
export type Stream = 'request' | 'call' | 'alarm';

/** A record of a stream on its way to the store. */
export interface NewRecord {
  readonly stream: Stream;
  readonly timeMs: number;
  /** JSON. */
  readonly body: string;
}

/** A record of a stream. `key` grows with the order of arrival and is never used twice. */
export interface KeptRecord {
  readonly key: number;
  /** When it happened; after a clock was set back, at the earliest when the one before it did. */
  readonly timeMs: number;
  readonly body: string;
}

/** What is written at a time: all of it or nothing. */
export interface Batch {
  /** One more than that of the batch before. A batch whose number has been written is passed over, so that trying again counts nothing twice. */
  readonly sequence: number;
  readonly counts: readonly OwnedCount[];
  readonly records: readonly NewRecord[];
}

/** The statistics of a metric over some minutes, each of which is one sample. */
export interface StatisticSet {
  readonly samples: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What is known of one instance over a stretch of time: a minute, five of them, or an hour. */
export interface Aggregate {
  readonly startMs: number;
  readonly lengthMs: number;
  /** Over every minute in which the instance asked for anything, and where that is said, every other in which it ran. */
  readonly noToken: StatisticSet;
  /** Over the minutes in which a request was refused for want of a token; without samples where none was. */
  readonly noTokenRejected: StatisticSet;
  readonly tally: Tally;
}

/** An instance that was heard of. */
export interface SeenInstance {
  readonly instanceId: string;
  /** Start of the last minute in which it asked for anything. */
  readonly lastMs: number;
  /** The same of requests refused for want of a token; undefined if there never was one. */
  readonly lastRejectedMs: number | undefined;
}

/** Which counts are wanted: of an instance, if it is the owner's, from one time on and before another. */
export interface AggregateQuery {
  readonly owner: Owner;
  readonly instanceId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A run of an instance, from its launch or start until it was stopped, terminated or taken away. */
export interface EndedRun extends Span {
  readonly instanceId: string;
  readonly owner: Owner;
}

/** Which records of a stream are wanted. */
export interface RecordQuery {
  readonly stream: Stream;
  /** Only those with this time or a later one. */
  readonly fromMs?: number | undefined;
  /** Only those before this time. */
  readonly toMs?: number | undefined;
  /** Only those of a smaller key, or of a greater one when the oldest come first: where a page before ended. */
  readonly after?: number | undefined;
  readonly newestFirst: boolean;
  /** Only those whose JSON has all of these texts in it: a way to find few among many, not the last word. */
  readonly mentioning?: readonly string[] | undefined;
  readonly limit: number;
}

/** Keeps what was counted and recorded. Every engine passes `contract.test-support.ts`. */
export interface Store {
  readonly retention: Retention;
  /** The number of the last batch that was written; 0 of none. */
  readonly lastSequence: number;
  /** Writes a batch; durable against the end of the process once this returns. Throws if it cannot, and then nothing was written. */
  write(batch: Batch): void;
  /** What is known of an instance, in the order of time, by the stretches it is kept in. */
  aggregates(query: AggregateQuery): readonly Aggregate[];
  /** The instances of an owner heard of since `sinceMs`, in the order of their ids, after the id `after`. */
  instances(owner: Owner, sinceMs: number, after: string, limit: number): readonly SeenInstance[];
  /** Whether a request of an instance that is the owner's was ever refused for want of a token. */
  wasRejected(owner: Owner, instanceId: string): boolean;
  /** Keeps that this service was up; may be told again with a later end. */
  keepUp(span: Span): void;
  /** The times in a stretch in which this service was up, as far as they were kept; in order. */
  up(span: Span): readonly Span[];
  /** Keeps runs that are over. The first that is told of a run holds. */
  keepRuns(runs: readonly EndedRun[]): void;
  /** The runs of an instance that are over and of which a part is in a stretch, if they are the owner's; in order. */
  runs(query: AggregateQuery): readonly Span[];
  /** The instances of an owner of which a run ended after `sinceMs`. */
  ranSince(owner: Owner, sinceMs: number): readonly string[];
  records(query: RecordQuery): readonly KeptRecord[];
  /** Rolls up and lets go what the retention says, seen from `nowMs`. */
  enforce(nowMs: number): void;
  /** Bytes of the database that are in use, for the stated bound. */
  usedBytes(): number;
  close(): void;
}
