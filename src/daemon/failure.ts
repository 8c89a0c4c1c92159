import { err } from '#base';
import type { Err } from '#base';
import type { StartFailure } from './settings.ts';

/** What was asked for is wrong. */
export function wrongRequest(message: string): Err<StartFailure> {
  return err({ exitCode: 2, message });
}

/** This machine cannot do what was asked for. */
export function machineRefuses(message: string): Err<StartFailure> {
  return err({ exitCode: 1, message });
}
