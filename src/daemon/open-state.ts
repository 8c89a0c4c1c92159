import { ok } from '#base';
import type { Result } from '#base';
import { openMemoryRegistry, openSqliteRegistry } from '#registry';
import type { Registry } from '#registry';
import type { OpenFailure } from '#sqlite';
import { machineRefuses } from './failure.ts';
import type { StartFailure } from './settings.ts';

/** Opens what the daemon keeps: in `directory`, or without one in memory only. */
export async function openState(directory: string | undefined): Promise<Result<Registry, StartFailure>> {
  if (directory === undefined) return ok(openMemoryRegistry());
  const opened = await openSqliteRegistry(directory);
  return opened.ok ? opened : machineRefuses(explain(opened.error));
}

function explain(failure: OpenFailure): string {
  switch (failure.kind) {
    case 'in-use':
      return `${failure.path} is in use by another openimds. Stop that one, or give this one a state of its own: --state DIR or --ephemeral`;
    case 'newer-schema':
      return `${failure.path} was written by a later release (schema ${failure.version}; this one knows ${failure.supported}). Use that release, or another --state DIR`;
    case 'foreign':
      return `${failure.path} is not a state of openimds, or it is damaged. Move it away, or use another --state DIR`;
    case 'unusable':
      return `${failure.path} cannot be used: ${failure.reason}`;
  }
}
