import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Socket } from 'node:net';

/** Somebody who outlives this process, to end what would otherwise go on without it. */
export interface LastWill {
  /** There is nothing to be ended any more. */
  revoke(): void;
}

const NAMESPACE_FD = 3;
/** A program that was only just started has not yet gone into the namespace, so nobody there counts when it is so for a while. */
const QUIET_ROUNDS = 5;
/** What cannot be killed (a process that waits for a disk) is not waited for. */
const ROUNDS_MAX = 100;

/**
 * The end of stdin says that whoever started this has ended. Processes of the namespace, and their children wherever those have
 * gone, are killed until there is none. Only builtins, as a process for each of a machine's processes takes seconds.
 */
const SWEEP = `read -r _ && exit
quiet=0 rounds=0
while [ $quiet -lt ${QUIET_ROUNDS} ] && [ $rounds -lt ${ROUNDS_MAX} ]; do
  found=' ' before=
  while [ "$found" != "$before" ]; do
    before=$found
    for process in /proc/[0-9]*; do
      pid=\${process#/proc/}
      case $found in *" $pid "*) continue ;; esac
      if ! [ $process/ns/net -ef /proc/self/fd/${NAMESPACE_FD} ]; then
        stat=
        read -r stat 2>/dev/null <$process/stat
        set -- \${stat##*) }
        case $found in *" \${2-none} "*) ;; *) continue ;; esac
      fi
      found="$found$pid "
    done
  done
  if [ "$found" = ' ' ]; then quiet=$((quiet + 1)); else quiet=0; kill -KILL $found 2>/dev/null; fi
  rounds=$((rounds + 1))
  sleep 0.05
done`;

/**
 * Sees to it that nothing that runs in a network namespace outlives this process, even where it ends by SIGKILL: a shell
 * with a session of its own waits for that, which neither a terminal's signals nor those to this process's group reach.
 */
export function leaveNobody(namespacePath: string): Promise<Result<LastWill, string>> {
  const { promise, resolve } = Promise.withResolvers<Result<LastWill, string>>();
  const namespace = openSync(namespacePath, 'r');
  const child = spawn('sh', ['-c', SWEEP], {
    stdio: ['pipe', 'ignore', 'ignore', namespace],
    cwd: '/',
    detached: true,
  });
  closeSync(namespace);
  child.once('error', (error) => resolve(err(`sh cannot be started: ${error.message}`)));
  child.once('spawn', () => {
    // Neither it nor its pipe keep this process waiting.
    child.unref();
    (child.stdin as Socket | null)?.unref();
    resolve(ok({ revoke: () => child.kill('SIGKILL') }));
  });
  return promise;
}
