import type { DatabaseSync } from 'node:sqlite';

/** What a file of one purpose looks like. */
export interface Schema {
  /** Marks the file as ours (SQLite `PRAGMA application_id`): 32 bits. */
  readonly applicationId: number;
  /** What leads from one version of the file to the next; the number of those taken is in `user_version`. Only ever append. */
  readonly migrations: readonly string[];
}

/** What is wrong with a file for this program. */
export type SchemaFailure =
  /** Something else wrote it. */
  | { readonly kind: 'foreign' }
  /** A later release of this program wrote it. */
  | { readonly kind: 'newer-schema'; readonly version: number; readonly supported: number };

/** Brings a file to the latest version, each step in a transaction of its own; says what is wrong if it cannot. */
export function migrate(database: DatabaseSync, schema: Schema): SchemaFailure | undefined {
  const { migrations, applicationId } = schema;
  const version = pragma(database, 'user_version');
  if (!isOurs(database, version, applicationId)) return { kind: 'foreign' };
  if (version > migrations.length) return { kind: 'newer-schema', version, supported: migrations.length };
  for (const [index, script] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${script}
      PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
  return undefined;
}

/** A file nobody has written to yet may become ours. */
function isOurs(database: DatabaseSync, version: number, applicationId: number): boolean {
  if (pragma(database, 'application_id') === applicationId) return true;
  return version === 0 && database.prepare('SELECT name FROM sqlite_schema LIMIT 1').get() === undefined;
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
