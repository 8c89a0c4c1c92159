import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fails, limited, works } from './check.ts';
import type { Check } from './check.ts';

const NAME = 'state';
/** Read, write or execute for anybody but the owner. */
const OTHERS = 0o077;
const DATABASE = 'registry.db';

/** Whether state can be kept in a folder, and by its owner alone. Looks, and makes nothing. */
export function checkState(folder: string): Check {
  const path = resolve(folder);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return checkFutureState(path);
  if (!found.isDirectory()) return fails(NAME, `${path} is not a folder`, 'move it away, or give another --state DIR');
  if (!isWritable(path))
    return fails(
      NAME,
      `${path} may not be written to`,
      `chown it to whoever runs openimds, or give another --state DIR`,
    );
  if ((found.mode & OTHERS) !== 0 && hasSecrets(path))
    return limited(NAME, `${path} may be looked into by others, and keys are kept there`, `chmod 700 ${path}`);
  return works(NAME, `${path}, ${hasSecrets(path) ? 'in use before' : 'empty'}`);
}

function checkFutureState(path: string): Check {
  let parent = dirname(path);
  while (statSync(parent, { throwIfNoEntry: false }) === undefined) parent = dirname(parent);
  if (isWritable(parent)) return works(NAME, `${path}, which will be made`);
  return fails(
    NAME,
    `${path} cannot be made: ${parent} may not be written to`,
    'give another --state DIR, or --ephemeral',
  );
}

function hasSecrets(path: string): boolean {
  return statSync(join(path, DATABASE), { throwIfNoEntry: false }) !== undefined;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
