import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { err, ok } from '#base';
import type { Result } from '#base';
import { loadSqlite } from './load-sqlite.ts';
import { migrate } from './migrate.ts';
import type { Schema, SchemaFailure } from './migrate.ts';

/** Why a file could not be opened. `path` is the file. */
export type OpenFailure = { readonly path: string } & (
  | SchemaFailure
  /** Somebody has it open, in this process or another. */
  | { readonly kind: 'in-use' }
  /** The system refuses: permissions, a full or read-only disk. */
  | { readonly kind: 'unusable'; readonly reason: string }
);

/** Which file to open, and how. */
export interface OpenRequest {
  readonly folder: string;
  readonly name: string;
  readonly schema: Schema;
  /**
   * `FULL` writes the journal through to the disk before a commit returns. `NORMAL` survives a killed process too, because
   * the kernel has the pages by then, but loses the last commits in a power failure.
   */
  readonly synchronous: 'FULL' | 'NORMAL';
}

const JOURNAL_BYTES = 16 * 1024 * 1024;

/**
 * Opens a file of ours, making it and its folder if need be; readable by nobody else (folders it makes 0700, files 0600).
 * Held exclusively until closed: opening it a second time is refused at once, and the hold ends with the process, however
 * that ends.
 */
export function openFile({ folder, name, schema, synchronous }: OpenRequest): Result<DatabaseSync, OpenFailure> {
  const path = join(folder, name);
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(resolve(folder), path);
    database = new (loadSqlite().DatabaseSync)(path, { timeout: 0 });
    configure(database, synchronous);
    const failure = migrate(database, schema);
    if (failure === undefined) return ok(database);
    database.close();
    return err({ ...failure, path });
  } catch (error) {
    if (database?.isOpen === true) database.close();
    return err(failureOf(error, path));
  }
}

/** The same in memory: it ends with the process. */
export function openMemory(schema: Schema): DatabaseSync {
  const database = new (loadSqlite().DatabaseSync)(':memory:');
  const failure = migrate(database, schema);
  if (failure !== undefined) throw new Error(`an empty database is refused: ${failure.kind}`);
  return database;
}

/**
 * SQLite gives its journal the permissions of the database, so making the file first settles them all. A file that exists
 * is not opened here: closing it would end every lock this process has on it (POSIX `fcntl`), also that of another owner.
 */
function makePrivateFile(folder: string, path: string): void {
  makePrivateFolder(folder);
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}

/** Node's own recursive `mkdir` never ends where the system has no room for a folder and says so by ENOENT, as in /proc. */
function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makePrivateFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** The lock is SQLite's own (`locking_mode`, before the journal is first touched), so a killed process leaves none behind. */
function configure(database: DatabaseSync, synchronous: OpenRequest['synchronous']): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous}`);
  database.exec(`PRAGMA journal_size_limit = ${JOURNAL_BYTES}`);
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function failureOf(error: unknown, path: string): OpenFailure {
  if (!(error instanceof Error)) throw error;
  // The low byte of an extended result code is the code itself (SQLite, "Result Codes").
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  if (code === SQLITE_BUSY) return { kind: 'in-use', path };
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return { kind: 'foreign', path };
  return { kind: 'unusable', path, reason: error.message };
}
