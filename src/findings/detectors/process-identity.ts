import type { CallerProcess, ImdsEvent } from '#model';

/**
 * What stays the same of a process when it is started again: executable, unit, and the name or image of the container rather
 * than its id. Empty for a process nobody knows.
 */
export function processIdentity({ process }: ImdsEvent): string {
  if (process === undefined || process === 'unknown') return '';
  return JSON.stringify([
    process.executable ?? commandName(process),
    process.systemdUnit ?? '',
    containerName(process),
  ]);
}

/** The process of an event, if it is known. */
export function knownProcess({ process }: ImdsEvent): CallerProcess | undefined {
  return process === 'unknown' ? undefined : process;
}

function commandName({ commandLine }: CallerProcess): string {
  return commandLine.split(' ', 1)[0] ?? '';
}

function containerName({ container }: CallerProcess): string {
  return container === undefined ? '' : (container.name ?? container.image ?? container.id);
}
