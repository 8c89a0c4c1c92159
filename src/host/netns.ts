import { closeSync, openSync, statSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import { LINUX } from './libc.ts';
import type { Libc } from './libc.ts';

const NAMED = '/run/netns/';

/** The file of a network namespace: a path as it is, or what `ip netns add` makes for a name. */
export function namespacePath(netns: string): string {
  return netns.includes('/') ? netns : `${NAMED}${netns}`;
}

/** Tells a network namespace from every other there is; undefined when there is none there. */
export function namespaceIdentity(netns: string): string | undefined {
  const found = statSync(namespacePath(netns), { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Calls `open` with this thread inside a network namespace (a name of `ip netns`, or the path of a namespace file such as
 * `/proc/1234/ns/net`) and comes back: a socket keeps the namespace it was opened in. `open` must not wait for anything.
 * Fails with what is wrong when there is no such namespace or it may not be entered (that takes CAP_SYS_ADMIN).
 */
export function openSocketInNamespace<Opened>(libc: Libc, netns: string, open: () => Opened): Result<Opened, string> {
  const path = namespacePath(netns);
  const target = openFile(path);
  if (target === undefined) return err(`there is no network namespace ${path}`);
  const home = openSync('/proc/thread-self/ns/net', 'r');
  try {
    // Whoever has powers in a user namespace of its own only could go, and not come back: so coming back is tried first.
    if (libc.setns(home, LINUX.CLONE_NEWNET) !== 0) return err(whyNot(path, libc.errno()));
    if (libc.setns(target, LINUX.CLONE_NEWNET) !== 0) return err(whyNot(path, libc.errno()));
    try {
      return ok(open());
    } finally {
      comeBack(libc, home);
    }
  } finally {
    closeSync(home);
    closeSync(target);
  }
}

function openFile(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** A thread that stays where it does not belong would open everything that follows there. */
function comeBack(libc: Libc, home: number): void {
  if (libc.setns(home, LINUX.CLONE_NEWNET) !== 0)
    throw new Error(`the thread cannot return to its network namespace (errno ${libc.errno()})`);
}

function whyNot(path: string, errno: number): string {
  return errno === LINUX.EPERM
    ? `entering the network namespace ${path} needs root or CAP_SYS_ADMIN`
    : `${path} cannot be entered as a network namespace (errno ${errno})`;
}
