import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { daysMs, megabytes } from '../retention.ts';
import type { KeptRecord, NewRecord, RecordQuery, Stream } from './store.ts';

/** Keys a millisecond has: a record's key is made of its time, so that a range of time is a range of keys. */
const KEYS_PER_MS = 4096;
/** What a row and its place in the tree cost beside the text. */
const ROW_BYTES = 32;

/** The records of one stream, oldest first, of bounded age and size. */
export class RecordTable {
  readonly #database: DatabaseSync;
  readonly #stream: Stream;
  readonly #ageMs: number;
  readonly #mostBytes: number;
  readonly #statements: Statements;
  #lastKey: number;
  #bytes: number;

  constructor(database: DatabaseSync, stream: Stream, days: number, mostMegabytes: number) {
    this.#database = database;
    this.#stream = stream;
    this.#ageMs = daysMs(days);
    this.#mostBytes = megabytes(mostMegabytes);
    this.#statements = prepare(database, stream);
    this.#lastKey = Number(this.#statements.last.get()?.['key'] ?? 0);
    this.#bytes = this.#keptBytes();
  }

  /** Adds a record. A transaction is open. */
  add({ timeMs, body }: NewRecord): void {
    // After a clock was set back, the order of arrival goes first.
    this.#lastKey = Math.max(this.#lastKey + 1, timeMs * KEYS_PER_MS);
    this.#statements.add.run(this.#lastKey, body);
    this.#bytes += Buffer.byteLength(body) + ROW_BYTES;
  }

  /** Lets go of the oldest until the rest is within its size, and keeps count. A transaction is open. */
  trim(): void {
    while (this.#bytes > this.#mostBytes) if (this.#forget(this.#statements.forgetOldest.all()) === 0) break;
    if (this.#bytes !== this.#keptBytes()) this.#statements.keepBytes.run(this.#bytes);
  }

  /** Lets go of what is too old. A transaction is open. */
  expire(nowMs: number): void {
    const before = (nowMs - this.#ageMs) * KEYS_PER_MS;
    while (this.#forget(this.#statements.forgetBefore.all(before)) > 0);
    this.trim();
  }

  find(query: RecordQuery): readonly KeptRecord[] {
    const { fromMs, toMs, after, newestFirst, mentioning = [], limit } = query;
    const low = Math.max((fromMs ?? 0) * KEYS_PER_MS, newestFirst ? 0 : (after ?? -1) + 1);
    const end = Math.min((toMs ?? Number.MAX_SAFE_INTEGER / KEYS_PER_MS) * KEYS_PER_MS, ends(newestFirst, after));
    const conditions = mentioning.map(() => 'AND instr(body, ?) > 0').join(' ');
    const statement = this.#database.prepare(
      `SELECT key, body FROM ${this.#stream} WHERE key >= ? AND key < ? ${conditions}
       ORDER BY key ${newestFirst ? 'DESC' : 'ASC'} LIMIT ?`,
    );
    const rows = statement.all(Math.floor(low), Math.floor(end), ...mentioning, limit);
    return rows.map(({ key, body }) => ({
      key: Number(key),
      timeMs: Math.floor(Number(key) / KEYS_PER_MS),
      body: String(body),
    }));
  }

  #forget(rows: readonly Record<string, unknown>[]): number {
    for (const { size } of rows) this.#bytes -= Number(size) + ROW_BYTES;
    return rows.length;
  }

  #keptBytes(): number {
    return Number(this.#statements.keptBytes.get()?.['value'] ?? 0);
  }
}

function ends(newestFirst: boolean, after: number | undefined): number {
  return newestFirst && after !== undefined ? after : Number.MAX_SAFE_INTEGER;
}

type Statements = Readonly<
  Record<'add' | 'last' | 'forgetOldest' | 'forgetBefore' | 'keepBytes' | 'keptBytes', StatementSync>
>;

function prepare(database: DatabaseSync, stream: Stream): Statements {
  const forget = (which: string): string =>
    `DELETE FROM ${stream} WHERE key IN (SELECT key FROM ${stream} ${which} ORDER BY key LIMIT 1000)
     RETURNING length(CAST(body AS BLOB)) AS size`;
  return {
    add: database.prepare(`INSERT INTO ${stream} VALUES (?, ?)`),
    last: database.prepare(`SELECT max(key) AS key FROM ${stream}`),
    forgetOldest: database.prepare(forget('')),
    forgetBefore: database.prepare(forget('WHERE key < ?')),
    keepBytes: database.prepare(`UPDATE state SET value = ? WHERE name = '${stream}'`),
    keptBytes: database.prepare(`SELECT value FROM state WHERE name = '${stream}'`),
  };
}
