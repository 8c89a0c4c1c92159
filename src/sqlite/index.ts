// Owns what our SQLite files have in common: how they are made, locked, marked as ours and brought to the latest version.
// Promises one owner at a time, no reader but the user, and a precise reason when a file cannot be had.
// Never knows what is in them: tables and queries are their rooms' own.
export { migrate } from './migrate.ts';
export type { Schema, SchemaFailure } from './migrate.ts';
export { loadSqlite } from './load-sqlite.ts';
export { openFile, openMemory } from './open-database.ts';
export type { OpenFailure } from './open-database.ts';
