import { err, ok } from '#base';
import type { Result } from '#base';
import { ENTER_USER_NAMESPACE, namespacePowers, runProgram } from '#link';

/** Says that the process is in the user namespace it asked for. What runs inside does not see it. */
export const ENTERED_VARIABLE = 'OPENIMDS_RUN_ENTERED';

/** What this process may do. */
export interface Powers {
  /** False: all its powers are over namespaces of its own. */
  readonly isRoot: boolean;
}

/**
 * Makes sure that this process may make network namespaces. Without the powers of root it begins anew, as the same process, in
 * a user namespace of its own; so what comes after is reached with the powers only. The error says what to do.
 */
export async function gainPowers(): Promise<Result<Powers, string>> {
  if (process.platform !== 'linux') return err('run takes the network namespaces of Linux');
  const entered = process.env[ENTERED_VARIABLE] !== undefined;
  const powers = await namespacePowers(runProgram);
  if (!powers.ok) return powers;
  if (powers.value === 'direct') return ok({ isRoot: !entered });
  if (entered || process.execve === undefined)
    return err('a user namespace gives no power over network namespaces here');
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return process.execve('/usr/bin/env', ['env', ...ENTER_USER_NAMESPACE, ...again], {
    ...process.env,
    [ENTERED_VARIABLE]: '1',
  });
}
