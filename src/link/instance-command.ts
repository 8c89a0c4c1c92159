import type { Command } from './command.ts';

/** Where and how a program is to run. */
export interface InstancePlace {
  /** The file of its network namespace. */
  readonly networkPath: string;
  /** True: it keeps no power over the namespaces it is in. Root has them anyway. */
  readonly dropsPowers: boolean;
  /** A file that stands in for /etc/resolv.conf, in a folder of its own; both are removed. */
  readonly resolvConf?: string;
}

/** Bind mounts outlive the name of what they show. */
const WITH_RESOLV_CONF = `if [ -e /etc/resolv.conf ]; then mount --bind "$0" /etc/resolv.conf || exit 126; fi
rm -r -- "\${0%/*}"
exec "$@"`;

/** The command that becomes `program` there: one process after all, which dies with whoever started it. */
export function instanceCommand(
  { networkPath, dropsPowers, resolvConf }: InstancePlace,
  [program, ...args]: readonly [string, ...string[]],
): Command {
  const mount = resolvConf === undefined ? [] : ['unshare', '--mount', '--', 'sh', '-c', WITH_RESOLV_CONF, resolvConf];
  const powers = dropsPowers ? ['--inh-caps=-all', '--ambient-caps=-all'] : [];
  const start = ['setpriv', '--pdeathsig=KILL', ...powers, '--', program];
  return { program: 'nsenter', args: [`--net=${networkPath}`, '--', ...mount, ...start, ...args] };
}
