import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

import { err, ok } from '#base';
import type { Result } from '#base';
import { planCommit } from './plan-commit.ts';
import { RevisionCompactedError } from './registry.ts';
import type { Change, CommitFailure, Registry, Write } from './registry.ts';
import { Watchers } from './watchers.ts';

/** A commit that waits for its turn. */
interface Waiting {
  readonly writes: readonly Write[];
  resolve(outcome: Result<number, CommitFailure>): void;
  reject(error: unknown): void;
}

/** What came of a waiting commit, to be told once it is durable. */
interface Done {
  readonly entry: Waiting;
  readonly outcome: Result<number, CommitFailure>;
  readonly changes: readonly Change[];
}

/** A registry in a database that is open, exclusively held and of the current schema. */
export class SqliteRegistry implements Registry {
  readonly #database: DatabaseSync;
  readonly #tombstoneLimit: number;
  readonly #statements: Statements;
  readonly #watchers = new Watchers();
  #waiting: Waiting[] = [];
  #flushed: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(database: DatabaseSync, tombstoneLimit: number) {
    this.#database = database;
    this.#tombstoneLimit = tombstoneLimit;
    this.#statements = prepare(database);
  }

  async read(afterRevision: number): Promise<readonly Change[]> {
    this.#mustBeOpen();
    const { compactedRevision } = this.#counter();
    if (afterRevision > 0 && afterRevision < compactedRevision) {
      throw new RevisionCompactedError(afterRevision, compactedRevision);
    }
    const statement = afterRevision > 0 ? this.#statements.readChanges : this.#statements.readDocuments;
    return statement.all(afterRevision).map(changeOf);
  }

  async commit(writes: readonly Write[]): Promise<Result<number, CommitFailure>> {
    this.#mustBeOpen();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ writes, resolve, reject });
      this.#flushed ??= this.#flushSoon();
    });
  }

  watch(listener: (changes: readonly Change[]) => void): () => void {
    this.#mustBeOpen();
    return this.#watchers.add(listener);
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<void> {
    while (this.#flushed !== undefined) await this.#flushed;
    this.#watchers.clear();
    this.#database.close();
  }

  #mustBeOpen(): void {
    if (this.#closed !== undefined) throw new Error('The registry is closed');
  }

  /** Waits for the end of this turn of the event loop: all commits made in it share one write to the disk. */
  #flushSoon(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#flush();
        // A watcher may have committed in the meantime.
        this.#flushed = this.#waiting.length > 0 ? this.#flushSoon() : undefined;
        resolve();
      });
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let done: readonly Done[];
    try {
      done = this.#inTransaction(() => this.#commitAll(waiting));
    } catch (error) {
      for (const entry of waiting) entry.reject(error);
      return;
    }
    for (const { entry, outcome, changes } of done) {
      this.#watchers.tell(changes);
      entry.resolve(outcome);
    }
  }

  #inTransaction<Value>(action: () => Value): Value {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const value = action();
      this.#database.exec('COMMIT');
      return value;
    } catch (error) {
      // Some failures, a full disk among them, have rolled back already (SQLite, "Response To Errors Within A Transaction").
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #commitAll(waiting: readonly Waiting[]): readonly Done[] {
    let { revision } = this.#counter();
    const done = waiting.map((entry): Done => {
      const plan = planCommit(entry.writes, { revision, find: (kind, id) => this.#find(kind, id) });
      if (!plan.ok) return { entry, outcome: err(plan.error), changes: [] };
      for (const change of plan.value) this.#keep(change);
      revision += plan.value.length;
      return { entry, outcome: ok(revision), changes: plan.value };
    });
    this.#statements.count.run(revision);
    if (done.some(({ changes }) => changes.some(({ body }) => body === undefined))) this.#compact();
    return done;
  }

  #counter(): { revision: number; compactedRevision: number } {
    const row = this.#statements.counter.get();
    return { revision: Number(row?.['revision']), compactedRevision: Number(row?.['compacted_revision']) };
  }

  #find(kind: string, id: string): Change | undefined {
    const row = this.#statements.find.get(kind, id);
    return row === undefined ? undefined : changeOf(row);
  }

  #keep({ kind, id, revision, createdRevision, body }: Change): void {
    this.#statements.keep.run(revision, createdRevision ?? null, kind, id, body ?? null);
  }

  /** Forgets the older half, so that it is seldom done. */
  #compact(): void {
    const { tombstones, tombstoneAt, forget, compacted } = this.#statements;
    const count = Number(tombstones.get()?.['count']);
    if (count <= this.#tombstoneLimit) return;
    const last = tombstoneAt.get(count - Math.floor(this.#tombstoneLimit / 2) - 1)?.['revision'] ?? 0;
    forget.run(last);
    compacted.run(last);
  }
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

const SQL = {
  readDocuments: 'SELECT * FROM document WHERE revision > ? AND body IS NOT NULL ORDER BY revision',
  readChanges: 'SELECT * FROM document WHERE revision > ? ORDER BY revision',
  find: 'SELECT * FROM document WHERE kind = ? AND id = ?',
  keep: `INSERT INTO document (revision, created_revision, kind, id, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET
           revision = excluded.revision, created_revision = excluded.created_revision, body = excluded.body`,
  counter: 'SELECT revision, compacted_revision FROM counter',
  count: 'UPDATE counter SET revision = ?',
  tombstones: 'SELECT count(*) AS count FROM document WHERE body IS NULL',
  tombstoneAt: 'SELECT revision FROM document WHERE body IS NULL ORDER BY revision LIMIT 1 OFFSET ?',
  forget: 'DELETE FROM document WHERE body IS NULL AND revision <= ?',
  compacted: 'UPDATE counter SET compacted_revision = ?',
};

function prepare(database: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)]);
  // Object.fromEntries loses the names of the keys, which are those of SQL.
  return Object.fromEntries(entries) as Statements;
}

function changeOf(row: Record<string, SQLOutputValue>): Change {
  const { kind, id, revision, created_revision: createdRevision, body } = row;
  const identity = { kind: String(kind), id: String(id), revision: Number(revision) };
  if (typeof body !== 'string') return { ...identity, body: undefined };
  return { ...identity, createdRevision: Number(createdRevision), body };
}
