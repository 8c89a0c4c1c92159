import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { err, ok } from '#base';
import type { Result } from '#base';
import { loadSqlite } from './load-sqlite.ts';
import type { Registry } from './registry.ts';
import { SqliteRegistry } from './sqlite-registry.ts';
import { migrate } from './sqlite-schema.ts';
import { DEFAULT_TOMBSTONE_LIMIT } from './tombstone-limit.ts';
import type { RegistryOptions } from './tombstone-limit.ts';

/** Why a registry could not be opened. `path` is the database file. */
export type OpenFailure =
  /** Another registry has it open, in this process or another. */
  | { readonly kind: 'in-use'; readonly path: string }
  /** A later release of this program wrote it. */
  | { readonly kind: 'newer-schema'; readonly path: string; readonly version: number; readonly supported: number }
  /** Something else wrote it, or it is damaged. */
  | { readonly kind: 'not-a-registry'; readonly path: string }
  /** The system refuses: permissions, a full or read-only disk. */
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string };

/**
 * Opens the registry kept in `folder` as `registry.db`, making both if need be; readable by nobody else (folders it makes
 * 0700, files 0600). Held exclusively until closed: opening it a second time is refused at once, and the hold ends with the
 * process, however that ends.
 *
 * What was acknowledged survives a killed process and, as far as the disk keeps its word, a power failure.
 */
export async function openSqliteRegistry(
  folder: string,
  options: RegistryOptions = {},
): Promise<Result<Registry, OpenFailure>> {
  const path = join(folder, 'registry.db');
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(folder, path);
    database = new (loadSqlite().DatabaseSync)(path, { timeout: 0 });
    configure(database);
    const failure = migrate(database);
    if (failure === undefined)
      return ok(new SqliteRegistry(database, options.tombstoneLimit ?? DEFAULT_TOMBSTONE_LIMIT));
    database.close();
    return err({ ...failure, path });
  } catch (error) {
    if (database?.isOpen === true) database.close();
    return err(openFailure(error, path));
  }
}

/**
 * SQLite gives its journal the permissions of the database, so making the file first settles them all. A file that exists
 * is not opened here: closing it would end every lock this process has on it (POSIX `fcntl`), also that of another registry.
 */
function makePrivateFile(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}

/**
 * The lock is SQLite's own (`locking_mode`, before the journal is first touched), so a killed process leaves none behind.
 * `synchronous=FULL` writes the journal through to the disk before a commit returns. NORMAL would already survive
 * `kill -9`, because the kernel has the pages by then, but not a power failure; commits that arrive together share one
 * such write, so the difference is small.
 */
function configure(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`PRAGMA journal_size_limit = ${16 * 1024 * 1024}`);
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function openFailure(error: unknown, path: string): OpenFailure {
  if (!(error instanceof Error)) throw error;
  // The low byte of an extended result code is the code itself (SQLite, "Result Codes").
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  if (code === SQLITE_BUSY) return { kind: 'in-use', path };
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return { kind: 'not-a-registry', path };
  return { kind: 'unusable', path, reason: error.message };
}
