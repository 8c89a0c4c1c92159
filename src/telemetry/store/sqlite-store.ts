import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Span } from '../idle/span.ts';
import { daysMs } from '../retention.ts';
import type { Retention } from '../retention.ts';
import { CountTable } from './count-table.ts';
import { RecordTable } from './record-table.ts';
import { RollUp } from './roll-up.ts';
import { RunTable } from './run-table.ts';
import type {
  Aggregate,
  AggregateQuery,
  Batch,
  EndedRun,
  KeptRecord,
  Owner,
  RecordQuery,
  SeenInstance,
  Store,
  Stream,
} from './store.ts';
import { inTransaction } from './transaction.ts';

/** A store in a database that is open and of the current schema: in a file, or in memory only. */
export class SqliteStore implements Store {
  readonly retention: Retention;
  readonly #database: DatabaseSync;
  readonly #counts: CountTable;
  readonly #rollUp: RollUp;
  readonly #runs: RunTable;
  readonly #records: Readonly<Record<Stream, RecordTable>>;
  readonly #keepSequence: StatementSync;
  #lastSequence: number;

  constructor(database: DatabaseSync, retention: Retention) {
    this.retention = retention;
    this.#database = database;
    this.#runs = new RunTable(database);
    this.#counts = new CountTable(database);
    this.#rollUp = new RollUp(database, retention);
    this.#records = {
      request: new RecordTable(database, 'request', retention.eventDays, retention.eventMegabytes),
      call: new RecordTable(database, 'call', retention.trailDays, retention.trailMegabytes),
      alarm: new RecordTable(database, 'alarm', retention.historyDays, retention.historyMegabytes),
    };
    this.#keepSequence = database.prepare("UPDATE state SET value = ? WHERE name = 'sequence'");
    this.#lastSequence = Number(database.prepare("SELECT value FROM state WHERE name = 'sequence'").get()?.['value']);
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  write({ sequence, counts, records }: Batch): void {
    if (sequence <= this.#lastSequence) return;
    inTransaction(this.#database, () => {
      this.#counts.add(counts);
      for (const record of records) this.#records[record.stream].add(record);
      for (const table of Object.values(this.#records)) table.trim();
      this.#keepSequence.run(sequence);
    });
    this.#lastSequence = sequence;
  }

  aggregates(query: AggregateQuery): readonly Aggregate[] {
    return this.#counts.aggregates(query);
  }

  instances(owner: Owner, sinceMs: number, after: string, limit: number): readonly SeenInstance[] {
    return this.#counts.instances(owner, sinceMs, after, limit);
  }

  wasRejected(owner: Owner, instanceId: string): boolean {
    return this.#counts.wasRejected(owner, instanceId);
  }

  keepUp(span: Span): void {
    this.#runs.keepUp(span);
  }

  up(span: Span): readonly Span[] {
    return this.#runs.up(span);
  }

  keepRuns(runs: readonly EndedRun[]): void {
    inTransaction(this.#database, () => this.#runs.keepRuns(runs));
  }

  runs(query: AggregateQuery): readonly Span[] {
    return this.#runs.runs(query);
  }

  ranSince(owner: Owner, sinceMs: number): readonly string[] {
    return this.#runs.ranSince(owner, sinceMs);
  }

  records(query: RecordQuery): readonly KeptRecord[] {
    return this.#records[query.stream].find(query);
  }

  enforce(nowMs: number): void {
    inTransaction(this.#database, () => {
      this.#rollUp.run(nowMs);
      this.#counts.forgetNumbers();
      this.#runs.expire(nowMs - daysMs(this.retention.hourDays));
      for (const table of Object.values(this.#records)) table.expire(nowMs);
    });
  }

  usedBytes(): number {
    const number = (name: string): number => Number(this.#database.prepare(`PRAGMA ${name}`).get()?.[name]);
    return (number('page_count') - number('freelist_count')) * number('page_size');
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
