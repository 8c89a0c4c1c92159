import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Retention } from '../retention.ts';
import { loadSqlite } from './load-sqlite.ts';
import { migrate } from './schema.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

/** Why a store could not be opened. */
export interface StoreFailure {
  /** The file. */
  readonly path: string;
  readonly reason: string;
}

/** A store that ends with the process. */
export function openMemoryStore(retention: Retention): Store {
  const database = new (loadSqlite().DatabaseSync)(':memory:');
  const failure = migrate(database);
  if (failure !== undefined) throw new Error(`an empty database is refused: ${failure.kind}`);
  return new SqliteStore(database, retention);
}

/**
 * Opens what is kept in `folder` as `telemetry.db`, making it if need be; readable by nobody else (0600).
 *
 * What was written survives a killed process at once, and a power failure but for the last seconds: counts are not worth a
 * write through to the disk every second (`synchronous=NORMAL`), and a power failure leaves no half batch either.
 */
export function openSqliteStore(folder: string, retention: Retention): Result<Store, StoreFailure> {
  const path = join(folder, 'telemetry.db');
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(folder, path);
    database = new (loadSqlite().DatabaseSync)(path, { timeout: 0 });
    configure(database);
    const failure = migrate(database);
    if (failure === undefined) return ok(new SqliteStore(database, retention));
    database.close();
    return err({
      path,
      reason: failure.kind === 'newer-schema' ? 'a later release wrote it' : 'something else wrote it',
    });
  } catch (error) {
    if (database?.isOpen === true) database.close();
    if (!(error instanceof Error)) throw error;
    return err({ path, reason: error.message });
  }
}

/** SQLite gives its journal the permissions of the database. A file that exists is not opened: closing it would end locks on it. */
function makePrivateFile(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}

function configure(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(`PRAGMA journal_size_limit = ${16 * 1024 * 1024}`);
  database.exec('BEGIN IMMEDIATE; COMMIT');
}
