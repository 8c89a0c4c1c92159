// `openimds run`: programs with the literal addresses in them, unmodified; what they cannot tell from an instance; what is left.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { after, suite, test } from 'node:test';

import { EC2Client, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { anyOf, curl, everyPythonWith, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { networkListing } from './network-listing.test-support.ts';
import { configurationFile, OPENIMDS, startOpenimds } from './openimds-process.test-support.ts';
import type { ReadyLine } from './openimds-process.test-support.ts';
import { bareEnvironment, run } from './run-program.test-support.ts';
import type { Finished, RunOptions } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const STRICT = 'i-0000000000000000a';
const WIDE = 'i-0000000000000000b';
const CONFIGURATION = `
roles: { app: { trust: ec2 } }
instances:
  - { id: ${STRICT}, iamInstanceProfile: app, metadataOptions: { httpTokens: optional, httpPutResponseHopLimit: 1, httpProtocolIpv6: enabled } }
  - { id: ${WIDE}, iamInstanceProfile: app, metadataOptions: { httpTokens: required, httpPutResponseHopLimit: 2, httpProtocolIpv6: enabled } }
`;
const file = configurationFile(CONFIGURATION);
// Where no user but this one can look, nobody else's openimds reads it.
spawnSync('chmod', ['-R', 'a+rX', dirname(file)]);
/** Those of both IP families, and the connection they came by. */
const SOCKETS_HELD = 3;
const ROOT = resolve(dirname(OPENIMDS), '..');

/** That this machine lets root make network namespaces. */
const namespaces: Requirement = {
  isMet: process.platform === 'linux' && spawnSync('unshare', ['--net', 'true']).status === 0,
  remedy: 'network namespaces (root)',
};

/** What a user without any power runs under, with this checkout where they may read it, and a /dev/net/tun for everybody. */
function asNobody(command: readonly string[]): readonly string[] {
  const seen = temporaryFolder();
  const script = `set -e
chmod 755 ${seen}; mkdir ${seen}/checkout; mount --bind ${ROOT} ${seen}/checkout
mknod -m 666 ${seen}/tun c 10 200; mount --bind ${seen}/tun /dev/net/tun
exec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all -- "$@"`;
  const readable = command.map((word) => word.replace(ROOT, join(seen, 'checkout')));
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', ...readable];
}

const userNamespaces: Requirement = {
  isMet:
    namespaces.isMet &&
    spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', 'unshare', '--user', '--net', 'true'])
      .status === 0,
  remedy:
    'user namespaces for users without power (sysctl user.max_user_namespaces, or kernel.apparmor_restrict_unprivileged_userns)',
};

const slirp = program('slirp4netns', 'slirp4netns');
/** Stands for a machine, so that nobody else changes its network meanwhile. */
const MACHINE = `openimds-${process.pid}-run`;

const COMMAND = [process.execPath, OPENIMDS, 'run'] as const;

function openimdsRun(
  flags: readonly string[],
  command: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const [node, ...args] = [...COMMAND, ...flags, '--', ...command];
  return run(node, args, { directory: temporaryFolder(), ...options });
}

function onInstance(command: readonly string[], ...flags: readonly string[]): Promise<Finished> {
  return openimdsRun(['--config', file, ...flags], command);
}

const ASK_FOR_TOKEN = `curl -s -m 2 -o /dev/null -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token; echo "token $?"`;

/** What bash scripts on instances do, with both versions of the service. */
const SCRIPT = `set -u
metadata=http://169.254.169.254/latest
token=$(curl -s -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $metadata/api/token)
echo "token $?"
curl -s -m 5 -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/instance-id; echo
curl -s -m 5 -o /dev/null -w '%{http_code}\\n' $metadata/meta-data/placement/region
curl -g -s -m 5 -o /dev/null -w '%{http_code}\\n' 'http://[fd00:ec2::254]/latest/meta-data/placement/region'`;

/** What requests does, in the words of the standard library, with the address written into it. */
const PYTHON = `
import json, urllib.request
def ask(path, method='GET', **headers):
    request = urllib.request.Request('http://169.254.169.254/latest/' + path, method=method, headers={k.replace('_', '-'): v for k, v in headers.items()})
    return urllib.request.urlopen(request, timeout=5).read().decode()
token = ask('api/token', 'PUT', X_aws_ec2_metadata_token_ttl_seconds='60')
print(json.loads(ask('dynamic/instance-identity/document', X_aws_ec2_metadata_token=token))['instanceId'])`;

const BOTO3 = `
import boto3, botocore.utils
print(boto3.Session().get_credentials().method, botocore.utils.InstanceMetadataRegionFetcher(timeout=10).retrieve_region())`;

const JAVASCRIPT = `
import { fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
const { accessKeyId } = await fromInstanceMetadata({ timeout: 10_000 })();
process.stdout.write(accessKeyId.slice(0, 4) + ' ' + await new MetadataService({}).request('/latest/meta-data/instance-id', {}));`;

suite('openimds run', needs(curl, program('ip', 'iproute2'), program('setpriv', 'util-linux'), namespaces), () => {
  test('bash and curl with the address in them, over IPv4 and IPv6', async () => {
    const { code, text, stderr } = await onInstance(['bash', '-c', SCRIPT]);
    assert.deepEqual([code, text, stderr], [0, `token 0\n${STRICT}\n200\n200\n`, '']);
  });

  test('a program starved by a hop limit of 1 where there are 2 hops, which IMDSv1 does not notice', async () => {
    const starved = await onInstance(['bash', '-c', SCRIPT], '--hops', '2');
    assert.equal(starved.text, `token 28\n${STRICT}\n200\n200\n`);
    const reached = await onInstance(['bash', '-c', SCRIPT], '--hops', '2', '--instance', WIDE);
    assert.equal(reached.text, `token 0\n${WIDE}\n401\n401\n`);
    const tooFar = await onInstance(['bash', '-c', SCRIPT], '--hops', '3', '--instance', WIDE);
    assert.match(tooFar.text, /^token 28\n/);
  });

  test('python as requests asks', async () => {
    const { text, stderr } = await onInstance(['python3', '-c', PYTHON], '--instance', WIDE);
    assert.deepEqual([text, stderr], [`${WIDE}\n`, '']);
  });

  test('an AWS SDK for JavaScript without an endpoint', async () => {
    const command = [process.execPath, '--input-type=module', '-e', JAVASCRIPT];
    const { text, stderr } = await openimdsRun(['--config', file, '--instance', WIDE], command, { directory: ROOT });
    assert.deepEqual([text, stderr], [`ASIA ${WIDE}`, '']);
  });

  const pythons = everyPythonWith('boto3');
  test('boto3 without an endpoint', needs(anyOf(pythons, 'boto3 (Debian package python3-boto3)')), async () => {
    for (const python of pythons) {
      const patient = { environment: { AWS_METADATA_SERVICE_TIMEOUT: '10' } };
      const { text, stderr } = await openimdsRun(['--config', file], [python, '-c', BOTO3], patient);
      assert.deepEqual([text, stderr], ['iam-role us-east-1\n', ''], python);
    }
  });

  test("input, output, arguments and environment are the program's own", async () => {
    const environment = {
      MINE: 'kept',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://x/',
    };
    const script =
      'cat; echo "$1 $MINE ${AWS_EC2_METADATA_DISABLED-unset} ${AWS_EC2_METADATA_SERVICE_ENDPOINT-unset}"; env | grep -c OPENIMDS; echo oops >&2; exit 7';
    const { code, text, stderr } = await openimdsRun(['--ephemeral'], ['sh', '-c', script, 'sh', '--help'], {
      environment,
      input: 'in\n',
    });
    assert.deepEqual([code, text, stderr], [7, 'in\n--help kept unset unset\n0\n', 'oops\n']);
  });

  test("exit codes are the program's, and 128 and its number of a signal", async () => {
    const codeOf = async (...command: readonly string[]): Promise<number | null> =>
      (await openimdsRun(['--ephemeral'], command)).code;
    assert.deepEqual(
      await Promise.all([codeOf('true'), codeOf('sh', '-c', 'exit 42'), codeOf('sh', '-c', 'kill -TERM $$')]),
      [0, 42, 143],
    );
    assert.deepEqual(await Promise.all([codeOf('sh', '-c', 'kill -KILL $$'), codeOf('no-such-program')]), [137, 127]);
  });

  test('signals reach the program', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const) {
      const script = `trap 'echo got; exit 3' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
      const { child, said } = await start(['--ephemeral'], ['sh', '-c', script]);
      await said('ready');
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      assert.deepEqual([code, await said('got')], [3, 'ready\ngot\n'], signal);
    }
  });

  test('nothing is left behind, however it ends', needs(slirp), async () => {
    assert.equal(spawnSync('sh', ['-c', `ip netns add ${MACHINE} && ip -n ${MACHINE} link set lo up`]).status, 0);
    const inMachine = ['ip', 'netns', 'exec', MACHINE];
    const before = await networkListing(inMachine);
    const environment = { TMPDIR: temporaryFolder(), ...mark() };
    // In the machine's network and among its mounts, where they would be seen.
    const within = ['nsenter', `--net=/run/netns/${MACHINE}`];
    const [program = '', ...words] = [...within, ...COMMAND, '--config', file, '--hops', '3', '--network', 'host'];
    const { code, stderr } = await run(program, [...words, '--', 'true'], { environment });
    assert.deepEqual([code, stderr], [0, '']);
    await until(() => marked(environment).length === 0);
    const flags = ['--config', file, '--hops', '2', '--network', 'host'];
    const { child, said } = await start(flags, ['sh', '-c', `sh -c 'unshare --net sleep 60; exit' & ${FAMILY}`], {
      within,
      environment,
    });
    const pid = Number((await said('\n')).trim());
    assert.notEqual(readlinkSync(`/proc/${pid}/ns/net`), readlinkSync('/proc/self/ns/net'));
    await killed(child, environment);
    assert.equal(await networkListing(inMachine), before);
    assert.equal(spawnSync('ip', ['netns', 'pids', MACHINE], { encoding: 'utf8' }).stdout, '');
    assert.deepEqual(readdirSync(environment.TMPDIR), []);
    assert.ok(!readFileSync('/proc/self/mountinfo', 'utf8').includes(environment.TMPDIR));
  });

  test('what is recorded in there is served again', async () => {
    const recording = join(temporaryFolder(), 'recording.yaml');
    const record = [process.execPath, OPENIMDS, 'record', '--output', recording, '--rate', '2000'];
    const recorded = await onInstance(record, '--instance', WIDE);
    assert.equal(recorded.code, 0, recorded.stderr);
    const { text, stderr } = await openimdsRun(['--from', recording], ['python3', '-c', PYTHON]);
    assert.deepEqual([text, stderr], [`${WIDE}\n`, '']);
  });

  test('what it cannot do, it says', async () => {
    const unknown = await onInstance(['true'], '--instance', 'i-0000000000000000f');
    assert.deepEqual([unknown.code, unknown.text], [1, '']);
    assert.match(unknown.stderr, /there is no instance i-0000000000000000f\. There are i-0000000000000000a, i-0/);
    assert.equal((await openimdsRun(['--ephemeral', '--hops', '0'], ['true'])).code, 2);
    assert.equal((await run(process.execPath, [OPENIMDS, 'run'])).code, 2);
    const bad = await openimdsRun(['--config', configurationFile('regin: x')], ['true']);
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, /did you mean "region"/);
  });

  test('an openimds that runs serves it, and what changes there changes here', async () => {
    const state = temporaryFolder();
    const openimds = await startOpenimds({ configurationFile: file, state });
    const descriptors = (): number => readdirSync(`/proc/${openimds.pid}/fd`).length;
    const first = await openimdsRun(['--state', state], ['bash', '-c', SCRIPT]);
    assert.deepEqual([first.text, first.stderr], [`token 0\n${STRICT}\n200\n200\n`, '']);
    const second = await openimdsRun(['--state', state, '--instance', WIDE, '--hops', '2'], ['bash', '-c', SCRIPT]);
    assert.equal(second.text, `token 0\n${WIDE}\n401\n401\n`);
    const unknown = await openimdsRun(['--state', state, '--instance', 'i-x'], ['true']);
    assert.match(unknown.stderr, /there is no instance i-x\. There are/);
    const shell = await start(
      ['--state', state, '--hops', '2'],
      ['sh', '-c', `while read line; do ${ASK_FOR_TOKEN}; done`],
    );
    shell.child.stdin?.write('\n');
    await shell.said('token 28');
    await allowHops(openimds.ready, 2);
    shell.child.stdin?.end('\n');
    await shell.said('token 28\ntoken 0');
    const held = await start(['--state', state], ['sh', '-c', 'echo ready; exec sleep 60']);
    await held.said('ready');
    const whileHeld = descriptors();
    held.child.kill('SIGKILL');
    await once(held.child, 'exit');
    await until(() => descriptors() <= whileHeld - SOCKETS_HELD);
    const orphan = await start(['--state', state], ['sh', '-c', 'echo ready; read line; exit 4']);
    await orphan.said('ready');
    assert.equal((await openimds.stop()).code, 0);
    orphan.child.stdin?.end('\n');
    const [code] = (await once(orphan.child, 'exit')) as [number | null];
    assert.equal(code, 4);
    assert.ok(!readdirSync(state).includes('handover.sock'));
  });

  test('a user without any power has the same, and none over what is around them', needs(userNamespaces), async () => {
    const command = [...COMMAND, '--config', file, '--hops', '2', '--instance', WIDE, '--'];
    const script = `id -u; grep CapEff /proc/self/status; ip link set eth0 down 2>&1 | head -1\n${SCRIPT}`;
    const [first = '', ...args] = asNobody([...command, 'bash', '--norc', '-c', script]);
    const { text, stderr } = await run(first, args);
    const powerless = '65534\nCapEff:\t0000000000000000\nRTNETLINK answers: Operation not permitted\n';
    assert.deepEqual([text, stderr], [`${powerless}token 0\n${WIDE}\n401\n401\n`, '']);
  });

  test('a user without any power leaves nobody behind either', needs(userNamespaces), async () => {
    const environment = mark();
    const [first = '', ...args] = asNobody([...COMMAND, '--config', file, '--', 'sh', '-c', FAMILY]);
    const { child, said } = await begin([first, ...args], environment);
    await said('\n');
    await killed(child, environment);
  });

  test('what a program that has ended leaves running is let run on', async () => {
    const environment = mark();
    const script = 'sleep 60 >/dev/null 2>&1 & echo $!';
    const { code, text } = await openimdsRun(['--ephemeral'], ['sh', '-c', script], { environment });
    assert.equal(code, 0);
    // Whoever would end it has the mark too, and has gone.
    await until(() => marked(environment).length === 1);
    assert.deepEqual(marked(environment), [Number(text)]);
    process.kill(Number(text), 'SIGKILL');
  });

  test('with --network host it reaches what this machine reaches', needs(slirp), async () => {
    const server = createServer((_, response) => response.end('the machine'))
      .listen(0, '127.0.0.1')
      .unref();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = `curl -s -m 5 http://10.0.2.2:${port}/; echo; cat /etc/resolv.conf; curl -s -m 5 http://169.254.169.254/latest/meta-data/instance-id; echo; exit 5`;
    const resolvers = readFileSync('/etc/resolv.conf', 'utf8');
    const asRoot = await onInstance(['sh', '-c', script], '--network', 'host');
    assert.deepEqual([asRoot.code, asRoot.text], [5, `the machine\nnameserver 10.0.2.3\n${STRICT}\n`], asRoot.stderr);
    const command = [...COMMAND, '--config', file, '--network', 'host', '--', 'sh', '-c', script];
    const [first = '', ...args] = asNobody(command);
    if (userNamespaces.isMet) assert.equal((await run(first, args)).text, asRoot.text);
    assert.equal(readFileSync('/etc/resolv.conf', 'utf8'), resolvers);
    server.close();
  });
});

/** Changes the hop limit of the strict instance, as its operator does. */
async function allowHops({ api, credentials, region }: ReadyLine, hops: number): Promise<void> {
  const ec2 = new EC2Client({ endpoint: api.url, credentials, region });
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: STRICT, HttpPutResponseHopLimit: hops }));
  ec2.destroy();
}

const children = new Set<ChildProcess>();
after(() => {
  for (const child of children) child.kill('SIGKILL');
  spawnSync('ip', ['netns', 'delete', MACHINE]);
});

interface Started {
  readonly child: ChildProcess;
  /** Everything on stdout once `text` is in it. */
  said(text: string): Promise<string>;
}

/** How else it is started. */
interface StartOptions {
  /** A program and arguments that run the command they are followed by. */
  readonly within?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts it without a terminal, as CI does, so that signals are passed on. */
function start(
  flags: readonly string[],
  command: readonly string[],
  { within = [], environment = {} }: StartOptions = {},
): Promise<Started> {
  return begin([...within, ...COMMAND, ...flags, '--', ...command], environment);
}

async function begin(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Started> {
  const [first = '', ...args] = words;
  const child = spawn(first, args, {
    env: bareEnvironment(environment),
    cwd: temporaryFolder(),
    stdio: 'pipe',
    detached: true,
  });
  let output = '';
  child.stderr.resume();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  children.add(child);
  await once(child, 'spawn');
  return {
    child,
    async said(text) {
      await until(() => output.includes(text));
      return output;
    },
  };
}

/** A child, a grandchild, and one with a session of its own whose parent has ended; it says its process id when all are there. */
const FAMILY = `sh -c 'sleep 60 & wait' & setsid sh -c 'sleep 60 & exit'; echo $$; wait`;
const FAMILY_SIZE = 4;

/** A variable that tells whatever a program starts from everything else on the machine. */
function mark(): { readonly OPENIMDS_TEST_MARK: string } {
  return { OPENIMDS_TEST_MARK: randomUUID() };
}

/** The processes that have the mark. */
function marked({ OPENIMDS_TEST_MARK }: ReturnType<typeof mark>): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(OPENIMDS_TEST_MARK);
      } catch {
        return false;
      }
    });
}

/** Kills it by SIGKILL while its whole family is there, after which none of them is. */
async function killed(child: ChildProcess, environment: ReturnType<typeof mark>): Promise<void> {
  await until(() => marked(environment).length > FAMILY_SIZE);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await until(() => marked(environment).length === 0);
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 800, `not within ${(tries * 25) / 1000} s: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
