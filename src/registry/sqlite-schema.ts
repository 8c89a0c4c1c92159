import type { DatabaseSync } from 'node:sqlite';

/** "imds" in ASCII: marks the file as ours (SQLite `PRAGMA application_id`). */
const APPLICATION_ID = 0x696d6473;

/**
 * What leads from one version of the file to the next; the number of those taken is in `user_version`. Only ever append.
 *
 * A document's revision is its row id: a changed document moves to the end, so reading from a revision is one range scan.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE document (
     revision INTEGER PRIMARY KEY,
     created_revision INTEGER,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT,
     UNIQUE (kind, id)
   ) STRICT;
   CREATE INDEX tombstone ON document (revision) WHERE body IS NULL;
   CREATE TABLE counter (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     revision INTEGER NOT NULL,
     compacted_revision INTEGER NOT NULL
   ) STRICT;
   INSERT INTO counter VALUES (1, 0, 0);`,
];

/** What is wrong with the file for this program. */
export type SchemaFailure =
  | { readonly kind: 'not-a-registry' }
  | { readonly kind: 'newer-schema'; readonly version: number; readonly supported: number };

/** Brings the file to the latest version, each step in a transaction of its own; says what is wrong if it cannot. */
export function migrate(database: DatabaseSync): SchemaFailure | undefined {
  const version = pragma(database, 'user_version');
  if (!isOurs(database, version)) return { kind: 'not-a-registry' };
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
