import type { DatabaseSync } from 'node:sqlite';

/** "imdt" in ASCII: marks the file as ours (SQLite `PRAGMA application_id`). */
const APPLICATION_ID = 0x696d6474;

const COUNTERS = `
  no_token INTEGER NOT NULL, no_token_rejected INTEGER NOT NULL, with_token INTEGER NOT NULL,
  tokens_issued INTEGER NOT NULL, refused INTEGER NOT NULL, credential_reads INTEGER NOT NULL, bytes INTEGER NOT NULL`;

const RECORDS = '(key INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT';

/**
 * What leads from one version of the file to the next; the number of those taken is in `user_version`. Only ever append.
 *
 * Counts lie in the order of time, because all instances write the present minute; those of one instance are found by one
 * look a minute. `span` says how many rows a stretch of time has, so that nobody has to count them.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE instance (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL,
     first INTEGER NOT NULL, last INTEGER NOT NULL, last_rejected INTEGER
   ) STRICT;
   CREATE INDEX owner ON instance (account, region, id);
   CREATE TABLE minute (
     start INTEGER NOT NULL, instance INTEGER NOT NULL, ${COUNTERS}, PRIMARY KEY (start, instance)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rollup (
     length INTEGER NOT NULL, start INTEGER NOT NULL, instance INTEGER NOT NULL, ${COUNTERS},
     samples INTEGER NOT NULL, minimum INTEGER NOT NULL, maximum INTEGER NOT NULL,
     rejected_samples INTEGER NOT NULL, rejected_minimum INTEGER NOT NULL, rejected_maximum INTEGER NOT NULL,
     PRIMARY KEY (length, start, instance)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE span (
     length INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (length, start)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE request ${RECORDS};
   CREATE TABLE call ${RECORDS};
   CREATE TABLE alarm ${RECORDS};
   CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO state VALUES ('sequence', 0), ('request', 0), ('call', 0), ('alarm', 0);`,
];

/** What is wrong with the file for this program. */
export type SchemaFailure =
  | { readonly kind: 'not-telemetry' }
  | { readonly kind: 'newer-schema'; readonly version: number; readonly supported: number };

/** Brings the file to the latest version, each step in a transaction of its own; says what is wrong if it cannot. */
export function migrate(database: DatabaseSync): SchemaFailure | undefined {
  const version = pragma(database, 'user_version');
  if (!isOurs(database, version)) return { kind: 'not-telemetry' };
  if (version > MIGRATIONS.length) return { kind: 'newer-schema', version, supported: MIGRATIONS.length };
  for (const [index, script] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${script}
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
  return undefined;
}

/** A file nobody has written to yet may become ours. */
function isOurs(database: DatabaseSync, version: number): boolean {
  if (pragma(database, 'application_id') === APPLICATION_ID) return true;
  return version === 0 && database.prepare('SELECT name FROM sqlite_schema LIMIT 1').get() === undefined;
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
