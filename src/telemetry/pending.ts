import type { ApiEvent, ImdsEvent, Observation, RequestCount } from '#model';
import { addTallies, minuteOf } from './minute-counts.ts';
import type { Tally } from './minute-counts.ts';
import type { NewRecord, OwnedCount, Owner } from './store/store.ts';

/** Whose an instance is; undefined for one that is not known any more. */
export type OwnerOf = (instanceId: string) => Owner | undefined;

/** Full records of one instance that are kept of one minute: who floods, floods out nobody else's. */
const INSTANCE_RECORDS_PER_MINUTE = 60;
/** The same of all instances together. */
const RECORDS_PER_MINUTE = 1200;
/** What may wait while the disk refuses; the oldest goes first. */
const WAITING_RECORDS_MAX = 20_000;
/** The same of counts, one an instance and minute. */
const WAITING_COUNTS_MAX = 200_000;

interface WaitingCount {
  readonly instanceId: string;
  readonly minuteMs: number;
  readonly owner: Owner;
  tally: Tally;
}

/** What has come in and is not yet written: counts added up, records within the limits of a minute. */
export class Pending {
  readonly #ownerOf: OwnerOf;
  readonly #counts = new Map<string, WaitingCount>();
  readonly #records: NewRecord[] = [];
  readonly #recordsOfInstance = new Map<string, number>();
  #recordsOfMinute = 0;
  #minuteMs = 0;
  #notKept = 0;

  constructor(ownerOf: OwnerOf) {
    this.#ownerOf = ownerOf;
  }

  /** Records that were not kept in full since the start, because there were too many; they were counted all the same. */
  get notKept(): number {
    return this.#notKept;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#records.length === 0;
  }

  /** Takes what a data plane hands over. `matters` says which events are worth a record of their own. */
  take({ counts, events, dropped }: Observation, matters: (event: ImdsEvent) => boolean): void {
    this.#notKept += dropped;
    for (const count of counts) this.#count(count);
    for (const event of events) if (matters(event)) this.#keepEvent(event);
  }

  /** Takes an API call or something else that is kept whatever comes. */
  keep(record: NewRecord): void {
    if (this.#records.length >= WAITING_RECORDS_MAX) {
      this.#records.shift();
      this.#notKept++;
    }
    this.#records.push(record);
  }

  /** Takes an API call. */
  keepCall(event: ApiEvent & { readonly eventId: string }): void {
    this.keep({ stream: 'call', timeMs: event.timeMs, body: JSON.stringify(event, octetsAsBase64) });
  }

  /** Everything that waits. It goes on waiting until `written` is called. */
  contents(): { readonly counts: readonly OwnedCount[]; readonly records: readonly NewRecord[] } {
    const counts = [...this.#counts.values()].map(({ tally, ...count }) => ({ ...count, ...tally }));
    return { counts, records: [...this.#records] };
  }

  /** Forgets what waited: it has been written. Nothing may have come in since `contents`. */
  written(): void {
    this.#counts.clear();
    this.#records.length = 0;
  }

  #count({ instanceId, minuteMs, ...tally }: RequestCount): void {
    const key = `${instanceId}/${minuteMs}`;
    const waiting = this.#counts.get(key);
    if (waiting !== undefined) {
      waiting.tally = addTallies(waiting.tally, tally);
      return;
    }
    const owner = this.#ownerOf(instanceId);
    if (owner === undefined) return;
    const [oldest] = this.#counts.keys();
    if (this.#counts.size >= WAITING_COUNTS_MAX && oldest !== undefined) this.#counts.delete(oldest);
    this.#counts.set(key, { instanceId, minuteMs, owner, tally });
  }

  #keepEvent(event: ImdsEvent): void {
    this.#turnMinute(minuteOf(event.timeMs));
    const id = event.instanceId ?? '';
    const kept = this.#recordsOfInstance.get(id) ?? 0;
    if (kept >= INSTANCE_RECORDS_PER_MINUTE || this.#recordsOfMinute >= RECORDS_PER_MINUTE) {
      this.#notKept++;
      return;
    }
    this.#recordsOfInstance.set(id, kept + 1);
    this.#recordsOfMinute++;
    this.keep({ stream: 'request', timeMs: event.timeMs, body: JSON.stringify(event) });
  }

  #turnMinute(minuteMs: number): void {
    if (minuteMs === this.#minuteMs) return;
    this.#minuteMs = minuteMs;
    this.#recordsOfMinute = 0;
    this.#recordsOfInstance.clear();
  }
}

/** Bytes in the input of a call, of which JSON knows nothing. */
function octetsAsBase64(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
