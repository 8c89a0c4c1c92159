// Which process made a request: of programs as people start them, in this namespace and in others.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { DataPlane, DEFAULT_TRANSPORT_LIMITS } from '#data-plane';
import type { Attribution } from '#data-plane';
import { loadLibc, realPlatform } from '#host';
import { BUILT_IN_METADATA_OPTIONS, dedicatedNetwork, deriveInstanceId, parseAccountId } from '#model';
import type { Attachment, CallerProcess, ImdsEvent, InstanceDeclaration, InstanceProfile } from '#model';
import type { Change } from '#registry';

import { anyOf, curl, everyPythonWith, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const ROLE = '/latest/meta-data/iam/security-credentials/app';
const PYTHONS = everyPythonWith('urllib.request');
const python = anyOf(PYTHONS, 'python3');
const linux: Requirement = { isMet: process.platform === 'linux', remedy: 'Linux' };

const NAMESPACE = `openimds-${process.pid}-caller`;
const VETH = `oi${process.pid}c`;
const SUBNET = `198.18.${process.pid % 250}`;
const TOPOLOGY = `set -e
ip netns add ${NAMESPACE}
ip link add ${VETH} type veth peer name v0 netns ${NAMESPACE}
ip addr add ${SUBNET}.1/30 dev ${VETH}; ip link set ${VETH} up
ip -n ${NAMESPACE} addr add ${SUBNET}.2/30 dev v0; ip -n ${NAMESPACE} link set v0 up; ip -n ${NAMESPACE} link set lo up`;

const profile: InstanceProfile = {
  name: 'app',
  arn: 'arn:aws:iam::123456789012:instance-profile/app',
  id: 'AIPA',
  status: 'ready',
  roleName: 'app',
  roleId: 'AROA',
  roleArn: 'arn:aws:iam::123456789012:role/app',
};

let revision = 0;
function instance(name: string, attachments: readonly Attachment[] = []): Change {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  const body: InstanceDeclaration = {
    id: deriveInstanceId(name),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: 1,
    revisedAtMs: 1,
    instanceProfile: profile,
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, httpTokens: 'optional' },
    attachments,
  };
  return { kind: 'instance', id: body.id, revision: ++revision, body: JSON.stringify(body) };
}

/** A data plane, and what it tells. */
class Watched {
  readonly plane: DataPlane;
  readonly #events: ImdsEvent[];

  private constructor(plane: DataPlane, events: ImdsEvent[]) {
    this.plane = plane;
    this.#events = events;
  }

  static async start(transport: 'net' | 'epoll', attribution: Attribution): Promise<Watched> {
    const events: ImdsEvent[] = [];
    const plane = await DataPlane.start({
      platform: realPlatform(),
      transport,
      workers: 1,
      limits: { ...DEFAULT_TRANSPORT_LIMITS, callerTimeoutMs: 15_000, stallTimeoutMs: 20_000 },
      features: { securityCredentialsExtended: false },
      attribution,
      profile: 'modern',
      ring: [{ id: 0, secret: randomBytes(32), sinceMs: 0 }],
      issue: () => ({ kind: 'document', text: '{}', recheckAtMs: Infinity, accessKeyId: 'ASIAEXAMPLE' }),
      observed: (observation) => void events.push(...observation.events),
      warn: (message) => assert.fail(message),
      failed: (message) => assert.fail(message),
    });
    await plane.apply([instance('a')]);
    return new Watched(plane, events);
  }

  async listen(host: string): Promise<string> {
    const listening = await this.plane.listen({ host, port: 0, network: 'default' });
    if (!listening.ok) throw new Error(listening.error.message);
    return `http://${host}:${listening.value.port}`;
  }

  /** The events of what `ask` does, which all goes well. */
  async eventsOf(ask: () => Promise<readonly Finished[]>): Promise<readonly ImdsEvent[]> {
    await this.plane.handOver();
    this.#events.length = 0;
    for (const { code, stderr } of await ask()) assert.equal(code, 0, stderr);
    await this.plane.handOver();
    return [...this.#events];
  }

  /** The one event of what `ask` does. */
  async eventOf(ask: () => Promise<Finished>): Promise<ImdsEvent> {
    const [event, ...more] = await this.eventsOf(async () => [await ask()]);
    assert.ok(event);
    assert.deepEqual(more, []);
    return event;
  }

  async callerOf(name: string, args: readonly string[]): Promise<CallerProcess> {
    return known(await this.eventOf(() => run(name, args)));
  }
}

function known({ process: caller }: ImdsEvent): CallerProcess {
  assert.ok(typeof caller === 'object', `the caller is ${String(caller)}`);
  return caller;
}

const libc = loadLibc();
const transports = typeof libc === 'string' ? (['net'] as const) : (['net', 'epoll'] as const);
for (const transport of transports) suite(`the process behind a request over ${transport}`, () => contract(transport));

function contract(transport: 'net' | 'epoll'): void {
  let watched: Watched;
  let url: string;
  before(async () => {
    watched = await Watched.start(transport, 'v1-and-credentials');
    url = await watched.listen('127.0.0.1');
  });
  after(() => watched.plane.close());

  test('of curl', needs(linux, curl), async () => {
    const caller = await watched.callerOf('curl', ['-s', '-H', 'X-Api-Key: hunter2', `${url}${ID}`]);
    assert.match(caller.executable ?? '', /\/curl$/);
    assert.equal(caller.commandLine, `curl -s -H X-Api-Key: *** ${url}${ID}`);
    assert.equal(caller.uid, process.getuid?.());
    assert.equal(caller.ancestors[0]?.pid, process.pid);
  });

  test('of python', needs(linux, python), async () => {
    for (const path of PYTHONS) {
      const caller = await watched.callerOf(path, [
        '-c',
        `import urllib.request as r; r.urlopen('${url}${ID}').read()`,
      ]);
      assert.match(caller.executable ?? '', /python/);
    }
  });

  test('of node', needs(linux), async () => {
    const caller = await watched.callerOf(process.execPath, ['-e', `fetch('${url}${ID}').then((a) => a.text())`]);
    assert.match(caller.commandLine, /node -e fetch\(/);
  });

  test('of a program in a pipeline of a shell', needs(linux, curl), async () => {
    const caller = await watched.callerOf('bash', ['-c', `curl -s ${url}${ID} | cat`]);
    assert.match(caller.executable ?? '', /\/curl$/);
    assert.match(caller.ancestors[0]?.executable ?? '', /\/bash$/);
    assert.equal(caller.ancestors[1]?.pid, process.pid);
  });

  test('of one that reads credentials with a token, and of no other with one', needs(linux, curl), async () => {
    const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
    const { text: token } = await run('curl', ['-s', '-X', 'PUT', '-H', ttl, `${url}/latest/api/token`]);
    const ask = (path: string) => run('curl', ['-s', '-H', `X-aws-ec2-metadata-token: ${token}`, `${url}${path}`]);
    const reading = await watched.eventOf(() => ask(ROLE));
    assert.equal(reading.credentials, true);
    assert.match(known(reading).executable ?? '', /\/curl$/);
    assert.ok(!JSON.stringify(reading).includes(token));
    assert.equal((await watched.eventOf(() => ask('/nothing'))).process, undefined);
  });

  test('of several at once, each its own', needs(linux, curl), async () => {
    const paths = Array.from({ length: 12 }, (_, index) => `/nothing/${index}`);
    const events = await watched.eventsOf(() =>
      Promise.all(paths.map((path) => run('curl', ['-s', '-o', '/dev/null', `${url}${path}`]))),
    );
    for (const event of events) assert.ok(known(event).commandLine.endsWith(event.path), event.path);
    assert.equal(events.length, paths.length);
  });

  suite('in another network namespace', needs(linux, curl, program('ip', 'iproute2'), namespaces()), () => {
    after(() => removeTopology());

    test('of a program there, again and again', async () => {
      makeTopology();
      await watched.plane.apply([instance('b', [{ kind: 'source', address: `${SUBNET}.2`, network: 'default' }])]);
      const there = await watched.listen(`${SUBNET}.1`);
      for (let turn = 0; turn < 3; turn++) {
        const inside = ['netns', 'exec', NAMESPACE, 'curl', '-s', `${there}${ID}?${turn}`];
        const event = await watched.eventOf(() => run('ip', inside));
        assert.equal(event.instanceId, deriveInstanceId('b'));
        assert.match(known(event).executable ?? '', /\/curl$/);
        assert.ok(known(event).commandLine.endsWith(`${ID}?${turn}`));
      }
    });
  });

  test('of a program in the control group of a container', async (context) => {
    const id = randomBytes(32).toString('hex');
    const group = makeControlGroup(`docker-${id}.scope`);
    const remedy = "a control group of one's own (root, and a cgroup file system that can be written)";
    const { skip } = needs({ isMet: group !== undefined, remedy });
    if (group === undefined) return context.skip(String(skip));
    const script = `echo $$ > ${group}/cgroup.procs && exec curl -s ${url}${ID}`;
    const caller = await watched.callerOf('sh', ['-c', script]);
    rmdirSync(group);
    assert.deepEqual(caller.container, { id, runtime: 'docker', image: undefined, name: undefined });
    assert.match(caller.executable ?? '', /\/curl$/);
  });

  if (transport === 'epoll')
    test('of a program at a unix socket', needs(linux, curl), async () => {
      const path = join(temporaryFolder(), 's');
      const network = dedicatedNetwork({ kind: 'socket', path, mode: 0o600 });
      const listening = await watched.plane.listen({ socketPath: path, mode: 0o600, network });
      assert.ok(listening.ok);
      await watched.plane.apply([instance('c', [{ kind: 'socket', path, mode: 0o600 }])]);
      const event = await watched.eventOf(() => run('curl', ['-s', '--unix-socket', path, `http://localhost${ID}`]));
      assert.deepEqual([event.peerAddress, event.instanceId], ['', deriveInstanceId('c')]);
      assert.match(known(event).executable ?? '', /\/curl$/);
    });
}

function namespaces(): Requirement {
  const made = process.platform === 'linux' && spawnSync('ip', ['netns', 'add', `${NAMESPACE}-try`]).status === 0;
  if (made) spawnSync('ip', ['netns', 'delete', `${NAMESPACE}-try`]);
  return { isMet: made, remedy: 'network namespaces with names (root, and ip of the Debian package iproute2)' };
}

function makeTopology(): void {
  const { status, stderr } = spawnSync('sh', ['-c', TOPOLOGY], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

function removeTopology(): void {
  spawnSync('ip', ['netns', 'delete', NAMESPACE]);
  spawnSync('ip', ['link', 'delete', VETH]);
}

/** In whichever hierarchy lets us: of version 2, or one of version 1. */
function makeControlGroup(name: string): string | undefined {
  const hierarchies = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/pids'];
  for (const hierarchy of hierarchies.filter((folder) => existsSync(`${folder}/cgroup.procs`))) {
    try {
      mkdirSync(`${hierarchy}/${name}`);
      return `${hierarchy}/${name}`;
    } catch {
      continue;
    }
  }
  return undefined;
}
