import { ok } from '#base';
import type { Result } from '#base';
import { openFile } from '#sqlite';
import type { OpenFailure } from '#sqlite';
import type { Registry } from './registry.ts';
import { SqliteRegistry } from './sqlite-registry.ts';
import { SCHEMA } from './sqlite-schema.ts';
import { DEFAULT_TOMBSTONE_LIMIT } from './tombstone-limit.ts';
import type { RegistryOptions } from './tombstone-limit.ts';

/**
 * Opens the registry kept in `folder` as `registry.db`, making both if need be. Held exclusively until closed.
 *
 * What was acknowledged survives a killed process and, as far as the disk keeps its word, a power failure; commits that
 * arrive together share one write through to the disk.
 */
export async function openSqliteRegistry(
  folder: string,
  options: RegistryOptions = {},
): Promise<Result<Registry, OpenFailure>> {
  const opened = openFile({ folder, name: 'registry.db', schema: SCHEMA, synchronous: 'FULL' });
  if (!opened.ok) return opened;
  return ok(new SqliteRegistry(opened.value, options.tombstoneLimit ?? DEFAULT_TOMBSTONE_LIMIT));
}
