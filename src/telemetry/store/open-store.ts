import { err, ok } from '#base';
import type { Result } from '#base';
import { openFile, openMemory } from '#sqlite';
import type { OpenFailure } from '#sqlite';
import type { Retention } from '../retention.ts';
import { SCHEMA } from './schema.ts';
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
  return new SqliteStore(openMemory(SCHEMA), retention);
}

/**
 * Opens what is kept in `folder` as `telemetry.db`, making it if need be.
 *
 * What was written survives a killed process at once, and a power failure but for the last seconds: counts are not worth a
 * write through to the disk every second, and a power failure leaves no half batch either.
 */
export function openSqliteStore(folder: string, retention: Retention): Result<Store, StoreFailure> {
  const opened = openFile({ folder, name: 'telemetry.db', schema: SCHEMA, synchronous: 'NORMAL' });
  if (opened.ok) return ok(new SqliteStore(opened.value, retention));
  return err({ path: opened.error.path, reason: reasonOf(opened.error) });
}

function reasonOf(failure: OpenFailure): string {
  switch (failure.kind) {
    case 'newer-schema':
      return 'a later release wrote it';
    case 'foreign':
      return 'something else wrote it';
    case 'in-use':
      return 'another openimds has it open';
    case 'unusable':
      return failure.reason;
  }
}
