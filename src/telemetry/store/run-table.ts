import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Span } from '../idle/span.ts';
import type { AggregateQuery, EndedRun, Owner } from './store.ts';

/** Rows that are kept of either table; the oldest go first. */
const ROWS_MAX = 100_000;

/** When this service was up, and when the instances ran that no longer do. */
export class RunTable {
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  /** See `Store`. */
  keepUp({ fromMs, toMs }: Span): void {
    this.#statements.keepUp.run(fromMs, toMs);
  }

  /** See `Store`. */
  up({ fromMs, toMs }: Span): readonly Span[] {
    return this.#statements.up.all(fromMs, toMs).map(spanOf);
  }

  /** See `Store`. A transaction is open. */
  keepRuns(runs: readonly EndedRun[]): void {
    for (const { instanceId, owner, fromMs, toMs } of runs)
      this.#statements.keepRun.run(instanceId, fromMs, toMs, owner.accountId, owner.region);
  }

  /** See `Store`. */
  runs({ owner, instanceId, fromMs, toMs }: AggregateQuery): readonly Span[] {
    return this.#statements.runs.all(instanceId, owner.accountId, owner.region, fromMs, toMs).map(spanOf);
  }

  /** See `Store`. */
  ranSince({ accountId, region }: Owner, sinceMs: number): readonly string[] {
    return this.#statements.ranSince.all(sinceMs, accountId, region).map((row) => String(row['instance']));
  }

  /** Lets go of what ended before a time, and of the oldest beyond what is kept. A transaction is open. */
  expire(beforeMs: number): void {
    const { expireUp, expireRuns, oldestUp, oldestRun } = this.#statements;
    expireUp.run(Math.max(beforeMs, endOf(oldestUp)));
    expireRuns.run(Math.max(beforeMs, endOf(oldestRun)));
  }
}

function spanOf(row: Readonly<Record<string, unknown>>): Span {
  return { fromMs: Number(row['start']), toMs: Number(row['end']) };
}

function endOf(oldest: StatementSync): number {
  return Number(oldest.get()?.['end'] ?? 0);
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

const SQL = {
  keepUp: 'INSERT INTO up VALUES (?, ?) ON CONFLICT DO UPDATE SET "end" = max("end", excluded."end")',
  up: 'SELECT start, "end" FROM up WHERE "end" > ?1 AND start < ?2 ORDER BY start',
  // What has ended once has ended: whoever looks again later sees when it was last changed.
  keepRun: 'INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?, ?)',
  runs: `SELECT start, "end" FROM run
         WHERE instance = ?1 AND account = ?2 AND region = ?3 AND "end" > ?4 AND start < ?5 ORDER BY start`,
  ranSince: 'SELECT DISTINCT instance FROM run WHERE "end" > ?1 AND account = ?2 AND region = ?3',
  expireUp: 'DELETE FROM up WHERE "end" <= ?',
  expireRuns: 'DELETE FROM run WHERE "end" <= ?',
  oldestUp: `SELECT "end" FROM up ORDER BY "end" DESC LIMIT 1 OFFSET ${ROWS_MAX}`,
  oldestRun: `SELECT "end" FROM run ORDER BY "end" DESC LIMIT 1 OFFSET ${ROWS_MAX}`,
};

function prepare(database: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)]);
  // Object.fromEntries loses the names of the keys, which are those of SQL.
  return Object.fromEntries(entries) as Statements;
}
