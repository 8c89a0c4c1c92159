import type { DatabaseSync } from 'node:sqlite';

/** Does all of `action` or nothing. */
export function inTransaction<Value>(database: DatabaseSync, action: () => Value): Value {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = action();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // Some failures, a full disk among them, have rolled back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
