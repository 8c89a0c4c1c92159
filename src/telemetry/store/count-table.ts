import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { COUNTERS, MINUTE_MS, minuteOf } from '../minute-counts.ts';
import { FIVE_MINUTES_MS, HOUR_MS } from './roll-up.ts';
import type { Aggregate, AggregateQuery, OwnedCount, Owner, SeenInstance } from './store.ts';

/** Instances whose numbers are remembered; when there are more, remembering begins anew. */
const NUMBERS_MAX = 20_000;

/** The counts of every instance by the minute, or by what minutes have been rolled up to. */
export class CountTable {
  readonly #statements: Statements;
  readonly #numbers = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  /** Adds counts to those of their minutes. A transaction is open. */
  add(counts: readonly OwnedCount[]): void {
    const minutes = new Set<number>();
    for (const count of counts) {
      const start = minuteOf(count.minuteMs);
      minutes.add(start);
      this.#statements.add.run(start, this.#number(count, start), ...COUNTERS.map((counter) => count[counter]));
    }
    for (const start of minutes) this.#statements.keepSpan.run(start, start);
  }

  /** To be called when instances may have been forgotten. */
  forgetNumbers(): void {
    this.#numbers.clear();
  }

  /** See `Store`. */
  aggregates({ owner, instanceId, fromMs, toMs }: AggregateQuery): readonly Aggregate[] {
    const seen = this.#statements.find.get(instanceId, owner.accountId, owner.region);
    if (seen === undefined) return [];
    const number = Number(seen['number']);
    const from = Math.max(fromMs, Number(seen['first']));
    const to = Math.min(toMs, Number(seen['last']) + MINUTE_MS);
    const rolled = [HOUR_MS, FIVE_MINUTES_MS].flatMap((length) => {
      const [start, end] = this.#held(length, Math.max(fromMs, from - length), to);
      return this.#statements.rolled.all(start, length, end, length, number).map(rolledAggregate);
    });
    const [start, end] = this.#held(MINUTE_MS, from, to);
    const minutes = this.#statements.minutes.all(start, MINUTE_MS, end, number).map(minuteAggregate);
    return [...rolled, ...minutes].sort((one, other) => one.startMs - other.startMs);
  }

  /** See `Store`. */
  instances({ accountId, region }: Owner, sinceMs: number, after: string, limit: number): readonly SeenInstance[] {
    const rows = this.#statements.instances.all(accountId, region, after, sinceMs, limit);
    return rows.map(({ id, last, last_rejected: rejected }) => ({
      instanceId: String(id),
      lastMs: Number(last),
      lastRejectedMs: rejected === null ? undefined : Number(rejected),
    }));
  }

  /** See `Store`. */
  wasRejected({ accountId, region }: Owner, instanceId: string): boolean {
    const seen = this.#statements.find.get(instanceId, accountId, region);
    return seen !== undefined && seen['last_rejected'] !== null;
  }

  /** The part of a range in which there are rows of this length at all, beginning where one may begin. */
  #held(length: number, fromMs: number, toMs: number): readonly [start: number, end: number] {
    const row = this.#statements.held.get(length);
    const oldest = row?.['oldest'];
    if (typeof oldest !== 'number') return [toMs, toMs];
    return [Math.max(Math.ceil(fromMs / length) * length, oldest), Math.min(toMs, Number(row?.['newest']) + length)];
  }

  /** The number of an instance, which has now been heard of. */
  #number({ instanceId, owner, noTokenRejected }: OwnedCount, start: number): number {
    const { accountId, region } = owner;
    const rejected = noTokenRejected > 0 ? start : null;
    const known = this.#numbers.get(instanceId);
    if (known !== undefined) {
      this.#statements.seen.run(start, start, rejected, known);
      return known;
    }
    const row = this.#statements.meet.get(instanceId, accountId, region, start, start, rejected);
    const number = Number(row?.['number']);
    if (this.#numbers.size >= NUMBERS_MAX) this.#numbers.clear();
    this.#numbers.set(instanceId, number);
    return number;
  }
}

type Row = Readonly<Record<string, SQLOutputValue>>;

function minuteAggregate(row: Row): Aggregate {
  const tally = tallyOf(row);
  const { noToken, noTokenRejected: rejected } = tally;
  return {
    startMs: Number(row['start']),
    lengthMs: MINUTE_MS,
    noToken: { samples: 1, sum: noToken, minimum: noToken, maximum: noToken },
    noTokenRejected: { samples: rejected > 0 ? 1 : 0, sum: rejected, minimum: rejected, maximum: rejected },
    tally,
  };
}

function rolledAggregate(row: Row): Aggregate {
  const tally = tallyOf(row);
  const set = (prefix: string, sum: number): Aggregate['noToken'] => ({
    samples: Number(row[`${prefix}samples`]),
    sum,
    minimum: Number(row[`${prefix}minimum`]),
    maximum: Number(row[`${prefix}maximum`]),
  });
  return {
    startMs: Number(row['start']),
    lengthMs: Number(row['length']),
    noToken: set('', tally.noToken),
    noTokenRejected: set('rejected_', tally.noTokenRejected),
    tally,
  };
}

function tallyOf(row: Row): Aggregate['tally'] {
  return {
    noToken: Number(row['no_token']),
    noTokenRejected: Number(row['no_token_rejected']),
    withToken: Number(row['with_token']),
    tokensIssued: Number(row['tokens_issued']),
    refused: Number(row['refused']),
    credentialReads: Number(row['credential_reads']),
    bytes: Number(row['bytes']),
  };
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

const SQL = {
  add: `INSERT INTO minute VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
          no_token = no_token + excluded.no_token, no_token_rejected = no_token_rejected + excluded.no_token_rejected,
          with_token = with_token + excluded.with_token, tokens_issued = tokens_issued + excluded.tokens_issued,
          refused = refused + excluded.refused, credential_reads = credential_reads + excluded.credential_reads,
          bytes = bytes + excluded.bytes`,
  keepSpan: `INSERT OR REPLACE INTO span VALUES (${MINUTE_MS}, ?, (SELECT count(*) FROM minute WHERE start = ?))`,
  held: `SELECT (SELECT min(start) FROM span WHERE length = ?1) AS oldest,
                (SELECT max(start) FROM span WHERE length = ?1) AS newest`,
  find: 'SELECT number, first, last, last_rejected FROM instance WHERE id = ? AND account = ? AND region = ?',
  meet: `INSERT INTO instance (id, account, region, first, last, last_rejected) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET account = excluded.account, region = excluded.region,
           first = min(first, excluded.first), last = max(last, excluded.last),
           last_rejected = coalesce(max(last_rejected, excluded.last_rejected), last_rejected, excluded.last_rejected)
         RETURNING number`,
  seen: `UPDATE instance SET first = min(first, ?), last = max(last, ?),
           last_rejected = coalesce(max(last_rejected, ?3), last_rejected, ?3) WHERE number = ?4`,
  instances: `SELECT id, last, last_rejected FROM instance
              WHERE account = ? AND region = ? AND id > ? AND last >= ? ORDER BY id LIMIT ?`,
  minutes: `WITH RECURSIVE wanted (start) AS
              (SELECT ?1 WHERE ?1 < ?3 UNION ALL SELECT start + ?2 FROM wanted WHERE start + ?2 < ?3)
            SELECT minute.* FROM wanted CROSS JOIN minute ON minute.start = wanted.start AND minute.instance = ?4`,
  rolled: `WITH RECURSIVE wanted (start) AS
             (SELECT ?1 WHERE ?1 < ?3 UNION ALL SELECT start + ?2 FROM wanted WHERE start + ?2 < ?3)
           SELECT rollup.* FROM wanted CROSS JOIN rollup
           ON rollup.length = ?4 AND rollup.start = wanted.start AND rollup.instance = ?5`,
};

function prepare(database: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)]);
  // Object.fromEntries loses the names of the keys, which are those of SQL.
  return Object.fromEntries(entries) as Statements;
}
