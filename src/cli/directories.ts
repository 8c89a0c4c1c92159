import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './variables.ts';

/** Where state is kept unless told otherwise. */
export function defaultStateDirectory(environment: Environment): string {
  return join(baseDirectory(environment['XDG_STATE_HOME'], join('.local', 'state')), 'openimds');
}

/** Where compiled code is kept: the user's own folder, because whoever can write there decides what this process runs. */
export function compileCacheDirectory(environment: Environment): string {
  return join(baseDirectory(environment['XDG_CACHE_HOME'], '.cache'), 'openimds', 'compiled');
}

/** XDG Base Directory Specification: relative values are ignored. */
function baseDirectory(given: string | undefined, inHome: string): string {
  return given !== undefined && isAbsolute(given) ? given : join(homedir(), inHome);
}
