import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MINUTE_MS } from '../minute-counts.ts';
import { daysMs, megabytes } from '../retention.ts';
import type { Retention } from '../retention.ts';

export const FIVE_MINUTES_MS = 5 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** What a row of counts takes in the tree at most: large counts, and pages that are not full. */
const ROW_BYTES = 96;
/** The part of the room that each length of stretch has. */
const SHARES = { minutes: 1 / 2, fiveMinutes: 1 / 4, hours: 1 / 4 };
const DAY_MS = 24 * HOUR_MS;

/**
 * Makes five minutes of minutes, and hours of five minutes, as they get old or too many, and deletes hours at last. What is
 * rolled up is deleted in the same transaction, so each request is counted in exactly one row.
 */
export class RollUp {
  readonly #retention: Retention;
  readonly #mostRows: number;
  readonly #statements: Statements;

  constructor(database: DatabaseSync, retention: Retention) {
    this.#retention = retention;
    this.#mostRows = Math.floor(megabytes(retention.metricMegabytes) / ROW_BYTES);
    this.#statements = prepare(database);
  }

  /** Does what is due at `nowMs`. A transaction is open. */
  run(nowMs: number): void {
    const { minuteDays, fiveMinuteDays, hourDays } = this.#retention;
    this.#rollMinutes(nowMs - daysMs(minuteDays));
    this.#shrink(MINUTE_MS, SHARES.minutes, (oldest) => this.#rollMinutes(oldest + FIVE_MINUTES_MS));
    this.#rollFiveMinutes(nowMs - daysMs(fiveMinuteDays));
    this.#shrink(FIVE_MINUTES_MS, SHARES.fiveMinutes, (oldest) => this.#rollFiveMinutes(oldest + HOUR_MS));
    this.#deleteHours(nowMs - daysMs(hourDays));
    this.#shrink(HOUR_MS, SHARES.hours, (oldest) => this.#deleteHours(oldest + DAY_MS));
    this.#statements.forgetInstances.run(nowMs - daysMs(hourDays));
  }

  /** Lets the oldest stretches of a length go until the rest has room. */
  #shrink(length: number, share: number, letGo: (oldestMs: number) => void): void {
    for (;;) {
      const { rows, oldest } = this.#held(length);
      if (oldest === undefined || rows <= this.#mostRows * share) return;
      letGo(Math.floor(oldest / FIVE_MINUTES_MS) * FIVE_MINUTES_MS);
      if (this.#held(length).rows === rows) return;
    }
  }

  #rollMinutes(beforeMs: number): void {
    const before = Math.floor(beforeMs / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
    const { oldest } = this.#held(MINUTE_MS);
    if (oldest === undefined || oldest >= before) return;
    this.#statements.rollMinutes.run(before);
    this.#statements.deleteMinutes.run(before);
    this.#statements.countRolled.run(FIVE_MINUTES_MS, oldest - FIVE_MINUTES_MS, before);
    this.#statements.deleteSpans.run(MINUTE_MS, before);
  }

  #rollFiveMinutes(beforeMs: number): void {
    const before = Math.floor(beforeMs / HOUR_MS) * HOUR_MS;
    const { oldest } = this.#held(FIVE_MINUTES_MS);
    if (oldest === undefined || oldest >= before) return;
    this.#statements.rollFiveMinutes.run(before);
    this.#statements.deleteRolled.run(FIVE_MINUTES_MS, before);
    this.#statements.countRolled.run(HOUR_MS, oldest - HOUR_MS, before);
    this.#statements.deleteSpans.run(FIVE_MINUTES_MS, before);
  }

  #deleteHours(beforeMs: number): void {
    this.#statements.deleteRolled.run(HOUR_MS, beforeMs);
    this.#statements.deleteSpans.run(HOUR_MS, beforeMs);
  }

  #held(length: number): { readonly rows: number; readonly oldest: number | undefined } {
    const row = this.#statements.held.get(length);
    const oldest = row?.['oldest'];
    return { rows: Number(row?.['rows'] ?? 0), oldest: typeof oldest === 'number' ? oldest : undefined };
  }
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

const SUMS = `sum(no_token), sum(no_token_rejected), sum(with_token), sum(tokens_issued), sum(refused),
              sum(credential_reads), sum(bytes)`;

/** What was late, or rolled up ahead of its time, is added to what is there. */
const ADD = `ON CONFLICT DO UPDATE SET
  no_token = no_token + excluded.no_token, no_token_rejected = no_token_rejected + excluded.no_token_rejected,
  with_token = with_token + excluded.with_token, tokens_issued = tokens_issued + excluded.tokens_issued,
  refused = refused + excluded.refused, credential_reads = credential_reads + excluded.credential_reads,
  bytes = bytes + excluded.bytes, samples = samples + excluded.samples, minimum = min(minimum, excluded.minimum),
  maximum = max(maximum, excluded.maximum), rejected_minimum =
    CASE WHEN rejected_samples = 0 THEN excluded.rejected_minimum
         WHEN excluded.rejected_samples = 0 THEN rejected_minimum
         ELSE min(rejected_minimum, excluded.rejected_minimum) END,
  rejected_maximum = max(rejected_maximum, excluded.rejected_maximum),
  rejected_samples = rejected_samples + excluded.rejected_samples`;

const SQL = {
  rollMinutes: `INSERT INTO rollup
    SELECT ${FIVE_MINUTES_MS}, start / ${FIVE_MINUTES_MS} * ${FIVE_MINUTES_MS} AS bucket, instance, ${SUMS},
      count(*), min(no_token), max(no_token), sum(no_token_rejected > 0),
      coalesce(min(nullif(no_token_rejected, 0)), 0), max(no_token_rejected)
    FROM minute WHERE start < ? GROUP BY bucket, instance ${ADD}`,
  rollFiveMinutes: `INSERT INTO rollup
    SELECT ${HOUR_MS}, start / ${HOUR_MS} * ${HOUR_MS} AS bucket, instance, ${SUMS},
      sum(samples), min(minimum), max(maximum), sum(rejected_samples),
      coalesce(min(nullif(rejected_minimum, 0)), 0), max(rejected_maximum)
    FROM rollup WHERE length = ${FIVE_MINUTES_MS} AND start < ? GROUP BY bucket, instance ${ADD}`,
  deleteMinutes: 'DELETE FROM minute WHERE start < ?',
  deleteRolled: 'DELETE FROM rollup WHERE length = ? AND start < ?',
  countRolled: `INSERT OR REPLACE INTO span
    SELECT length, start, count(*) FROM rollup WHERE length = ? AND start >= ? AND start < ? GROUP BY length, start`,
  deleteSpans: 'DELETE FROM span WHERE length = ? AND start < ?',
  held: 'SELECT sum(count) AS rows, min(start) AS oldest FROM span WHERE length = ?',
  forgetInstances: 'DELETE FROM instance WHERE last < ?',
};

function prepare(database: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)]);
  // Object.fromEntries loses the names of the keys, which are those of SQL.
  return Object.fromEntries(entries) as Statements;
}
