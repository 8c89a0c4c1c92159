import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** An editor writes a file in several steps; they are one change. */
const SETTLE_MS = 100;

/** Calls `changed` some time after the file was written or replaced, until the answer is called. */
export function watchConfiguration(file: string, changed: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  // The folder is watched because most editors and deployments put a new file in the place of the old.
  const watcher = watch(dirname(file), (_, name) => {
    if (name !== null && name !== basename(file)) return;
    clearTimeout(settling);
    settling = setTimeout(changed, SETTLE_MS);
  });
  watcher.on('error', () => {});
  return () => {
    clearTimeout(settling);
    watcher.close();
  };
}
