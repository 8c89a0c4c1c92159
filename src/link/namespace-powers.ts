import { readFileSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import { hasCapability } from '#host';
import type { RunProgram } from './run-program.ts';

/** What makes a process root of a user namespace of its own, in which it is who it was, and then runs what follows. */
export const ENTER_USER_NAMESPACE = ['unshare', '--user', '--map-current-user', '--keep-caps', '--'] as const;

/**
 * How this process comes to make network namespaces: `direct`, or in a user namespace of its own (`ENTER_USER_NAMESPACE`).
 * The error says why neither, and what to do.
 */
export async function namespacePowers(run: RunProgram): Promise<Result<'direct' | 'user-namespace', string>> {
  if (hasCapability('CAP_SYS_ADMIN') && hasCapability('CAP_NET_ADMIN')) return ok('direct');
  const [program, ...args] = ENTER_USER_NAMESPACE;
  const tried = await run({ program, args: [...args, 'unshare', '--net', 'true'] });
  return tried.ok ? ok('user-namespace') : err(`${tried.error}. ${remedy()}`);
}

/** Settings by which distributions and administrators forbid user namespaces, the value that does, and the one that allows. */
const SETTINGS: readonly (readonly [path: string, forbids: string, allows: number])[] = [
  ['kernel/apparmor_restrict_unprivileged_userns', '1', 0],
  ['kernel/unprivileged_userns_clone', '0', 1],
  ['user/max_user_namespaces', '0', 15_000],
  ['user/max_net_namespaces', '0', 15_000],
];

function remedy(): string {
  const hindrance = SETTINGS.find(([path, forbids]) => settingAt(path) === forbids);
  if (hindrance === undefined)
    return 'Namespaces are not allowed here: run it as root; in a container, one with CAP_SYS_ADMIN and CAP_NET_ADMIN, without the usual seccomp profile';
  const [path, , allows] = hindrance;
  return `User namespaces are forbidden here: "sudo sysctl ${path.replaceAll('/', '.')}=${allows}" allows them, or run it as root`;
}

function settingAt(path: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${path}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
