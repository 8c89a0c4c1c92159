import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { err, ok } from '#base';
import type { Result } from '#base';
import { formatConfigurationErrors } from './config/configuration-error.ts';
import type { Configuration } from './config/configuration.ts';
import { DEFAULT_CONFIGURATION } from './config/default-configuration.ts';

/** An editor writes a file in several steps; they are one change. */
const SETTLE_MS = 100;

/** Reads and checks the configuration file, or gives the built-in configuration without one. The error is for the operator. */
export async function loadConfiguration(file: string | undefined): Promise<Result<Configuration, string>> {
  if (file === undefined) return ok(DEFAULT_CONFIGURATION);
  const text = read(file);
  if (!text.ok) return err(`${file}: ${text.error}`);
  // Checking needs a YAML parser and a schema library, which take longer to load than all the rest together.
  const { parseConfiguration } = await import('./config/parse-configuration.ts');
  const parsed = parseConfiguration(new TextDecoder().decode(text.value), file, read);
  return parsed.ok ? parsed : err(formatConfigurationErrors(parsed.error));
}

function read(path: string): Result<Uint8Array, string> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    return err(`cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}`);
  }
}

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
