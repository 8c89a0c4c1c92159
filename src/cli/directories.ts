import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './variables.ts';

/** Where state is kept unless told otherwise. */
export function defaultStateDirectory(environment: Environment): string {
  return join(baseDirectory(environment['XDG_STATE_HOME'], join('.local', 'state')), 'openimds');
}

/** XDG Base Directory Specification: relative values are ignored. */
function baseDirectory(given: string | undefined, inHome: string): string {
  return given !== undefined && isAbsolute(given) ? given : join(homedir(), inHome);
}
