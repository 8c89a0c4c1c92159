// The literal addresses of EC2, 169.254.169.254 and fd00:ec2::254 on port 80, in a network namespace that ends with the
// openimds inside. Nothing else is in there, so whatever a client reaches is that.
import { startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished, RunOptions } from './run-program.test-support.ts';

const isRoot = process.getuid?.() === 0;

/** Runs the command that follows in a new network namespace. */
export const UNSHARE: readonly [string, ...string[]] = ['unshare', '--net', ...(isRoot ? [] : ['--map-root-user'])];

const ENTER = isRoot ? ['--net'] : ['--net', '--user', '--preserve-credentials'];

const ADDRESSES = `set -e
ip link set lo up
ip addr add 169.254.169.254/32 dev lo
ip -6 addr add fd00:ec2::254/128 dev lo 2>/dev/null || true
exec "$@"`;

/** An openimds where instances look for it. */
export interface LinkLocalOpenimds extends OpenimdsProcess {
  /** Runs a client beside it. */
  inside(program: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
}

/** Starts it; `hosts` are the addresses to listen on, EC2's IPv4 one unless told. */
export async function startAtLinkLocal(
  configuration: string,
  hosts: readonly string[] = ['169.254.169.254'],
): Promise<LinkLocalOpenimds> {
  const started = await startOpenimds({
    configuration,
    port: 80,
    flags: hosts.flatMap((host) => ['--host', host]),
    within: [...UNSHARE, 'sh', '-c', ADDRESSES, 'sh'],
  });
  return {
    ...started,
    inside: (program, args, options) =>
      run('nsenter', ['--target', String(started.pid), ...ENTER, '--', program, ...args], options),
  };
}
