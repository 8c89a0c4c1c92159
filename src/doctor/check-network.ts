import { connect } from 'node:net';
import { hasCapability } from '#host';
import {
  ENTER_USER_NAMESPACE,
  isRealEc2,
  linkStatus,
  METADATA_ADDRESS,
  namespacePowers,
  observeMachine,
  openLinkRecord,
} from '#link';
import type { RunProgram } from '#link';
import { limited, works } from './check.ts';
import type { Check } from './check.ts';

const CONNECT_MS = 500;
/** What `link` needs of the kernel, in a network namespace that is gone at once. */
const TRIAL_RULES = `table inet openimds_trial {
  chain output { type nat hook output priority -100; ip daddr 169.254.169.254 tcp dport 80 redirect to :1338; }
}
`;

/** What `openimds run` needs: namespaces. And whether it has root's or its own. */
export async function checkNamespaces(run: RunProgram): Promise<Check> {
  const powers = await namespacePowers(run);
  if (!powers.ok) return limited('namespaces', 'openimds run cannot make any', powers.error);
  return works('namespaces', powers.value === 'direct' ? 'as root' : 'in user namespaces, without root');
}

/** The programs that `run` and `link` are made of. */
export async function checkPrograms(run: RunProgram): Promise<readonly Check[]> {
  const tries = [
    ['ip', '-Version', 'run and link', 'iproute2'],
    ['nsenter', '--version', 'run', 'util-linux'],
    ['setpriv', '--version', 'run', 'util-linux'],
    ['slirp4netns', '--version', 'run --network host', 'slirp4netns'],
  ] as const;
  return Promise.all(
    tries.map(async ([program, flag, use, debian]) => {
      const ran = await run({ program, args: [flag] });
      if (ran.ok) return works(program, ran.value.split('\n', 1)[0] ?? '');
      return limited(
        program,
        `missing, and with it openimds ${use}`,
        `apt-get install ${debian}, or dnf install ${debian}`,
      );
    }),
  );
}

/** Whether rules like those of `link` can be made; tried where that is allowed. */
export async function checkNftables(run: RunProgram): Promise<Check> {
  const name = 'nftables';
  const version = await run({ program: 'nft', args: ['--version'] });
  if (!version.ok)
    return limited(name, 'missing, and with it openimds link', 'apt-get install nftables, or dnf install nftables');
  const powers = await namespacePowers(run);
  if (!powers.ok) return works(name, `${version.value.trim()}, not tried: that takes root`);
  const [program, ...args] = [
    ...(powers.value === 'direct' ? [] : ENTER_USER_NAMESPACE),
    'unshare',
    '--net',
    'nft',
    '-f',
    '-',
  ];
  const tried = await run({ program, args, input: TRIAL_RULES });
  if (tried.ok) return works(name, version.value.trim());
  return limited(
    name,
    `rules are refused: ${tried.error.split('\n', 1)[0]}`,
    'a kernel with nf_tables and nft_nat (5.2 or newer)',
  );
}

/** Who has the address that clients have in them. */
export async function checkLiteralAddress(run: RunProgram): Promise<Check> {
  const name = '169.254.169.254';
  if (isRealEc2())
    return limited(name, 'this is an instance of EC2, which has its own metadata', '"openimds run" leaves that alone');
  const machine = await observeMachine(run, openLinkRecord(), hasCapability('CAP_NET_ADMIN'));
  const status = machine.ok ? await linkStatus(machine.value) : undefined;
  if (status?.state === 'stale')
    return limited(name, 'linked, but not whole', '"openimds link up" mends it, "openimds link down" clears it');
  const isAnswered = await answers(METADATA_ADDRESS.ipv4);
  if (status?.state === 'up')
    return isAnswered
      ? works(name, 'linked, and answered')
      : limited(name, 'linked, and nobody listens', 'openimds up, on the port that "openimds link status" shows');
  if (isAnswered)
    return limited(name, 'somebody else answers there', 'stop that, or leave it alone with "openimds run"');
  return works(name, 'free; "openimds link up" puts it on this machine');
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 80, timeout: CONNECT_MS });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
