// The hop limit on real packets: a server, an instance that routes, and a container behind it, each in a network namespace.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { after, suite, test } from 'node:test';

import { anyOf, curl, everyAwsCli, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { OPENIMDS, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const [SERVER, INSTANCE, CONTAINER] = ['s', 'i', 'c'].map((role) => `openimds-${process.pid}-${role}`) as [
  string,
  string,
  string,
];
const ID = 'i-0123456789abcdef0';
const HOSTS = ['169.254.169.254', '[fd00:ec2::254]'];

const TOPOLOGY = `set -e
for n in ${SERVER} ${INSTANCE} ${CONTAINER}; do ip netns add $n; ip -n $n link set lo up; done
ip -n ${SERVER} link add v1 type veth peer name v0 netns ${INSTANCE}
ip -n ${INSTANCE} link add v2 type veth peer name v0 netns ${CONTAINER}
ip -n ${SERVER} addr add 169.254.169.254/32 dev v1; ip -n ${SERVER} addr add 10.1.0.1/24 dev v1
ip -n ${SERVER} addr add fd00:ec2::254/128 dev v1 nodad; ip -n ${SERVER} addr add fd01::1/64 dev v1 nodad
ip -n ${SERVER} link set v1 up
ip -n ${INSTANCE} addr add 10.1.0.2/24 dev v0; ip -n ${INSTANCE} addr add fd01::2/64 dev v0 nodad
ip -n ${INSTANCE} link set v0 up
ip -n ${INSTANCE} route add 169.254.169.254/32 dev v0; ip -n ${INSTANCE} route add fd00:ec2::254/128 dev v0
ip -n ${INSTANCE} addr add 172.17.0.1/16 dev v2; ip -n ${INSTANCE} addr add fd02::1/64 dev v2 nodad
ip -n ${INSTANCE} link set v2 up
ip -n ${CONTAINER} addr add 172.17.0.2/16 dev v0; ip -n ${CONTAINER} addr add fd02::2/64 dev v0 nodad
ip -n ${CONTAINER} link set v0 up
ip -n ${CONTAINER} route add default via 172.17.0.1; ip -n ${CONTAINER} route add default via fd02::1
ip netns exec ${INSTANCE} sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
ip -n ${SERVER} route add 172.17.0.0/16 via 10.1.0.2; ip -n ${SERVER} route add fd02::/64 via fd01::2`;

const CONFIGURATION = `
instances:
  - id: ${ID}
    metadataOptions: { httpPutResponseHopLimit: 1, httpProtocolIpv6: enabled }
    attach: [{ source: 10.1.0.2 }, { source: 172.17.0.2 }, { source: "fd01::2" }, { source: "fd02::2" }]
`;

/** Namespaces with names, which a router between two others needs. */
const namedNamespaces: Requirement = {
  isMet: process.platform === 'linux' && spawnSync('sh', ['-c', TOPOLOGY]).status === 0,
  remedy: 'network namespaces with names (root, and ip of the Debian package iproute2)',
};
const awsCommands = everyAwsCli();
const awsCli = anyOf(awsCommands, 'aws (Debian package awscli)');

after(() => {
  for (const name of [SERVER, INSTANCE, CONTAINER]) spawnSync('ip', ['netns', 'delete', name]);
});

/** The status that `namespace` gets, 000 when nothing comes back. */
async function status(namespace: string, ...args: readonly string[]): Promise<string> {
  const quiet = ['-gqs', '-o', '/dev/null', '-w', '%{http_code}', '-m', '1.5'];
  return (await run('ip', ['netns', 'exec', namespace, 'curl', ...quiet, ...args])).text;
}

function put(namespace: string, host = '169.254.169.254'): Promise<string> {
  const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
  return status(namespace, '-X', 'PUT', '-H', ttl, `http://${host}/latest/api/token`);
}

function get(namespace: string, host = '169.254.169.254'): Promise<string> {
  return status(namespace, `http://${host}/latest/meta-data/instance-id`);
}

/** A client in the container that sends what a library would not, and prints what came back over `seconds`. */
async function inContainer(connections: number, seconds: number, ...requests: readonly string[]): Promise<string> {
  const script = `
    const net = require('node:net');
    const text = ${JSON.stringify(requests.join(''))};
    const host = process.argv[1].replace(/[[\\]]/g, '');
    const answers = Array.from({ length: ${connections} }, () => new Promise((resolve) => {
      const socket = net.connect(80, host, () => socket.write(text));
      let got = '';
      socket.on('data', (chunk) => (got += chunk)).on('error', () => {});
      setTimeout(() => { socket.destroy(); resolve(got); }, ${seconds * 1000});
    }));
    Promise.all(answers).then((got) => process.stdout.write(got.join('')));`;
  const got = await Promise.all(
    HOSTS.map((host) => run('ip', ['netns', 'exec', CONTAINER, process.execPath, '-e', script, host])),
  );
  assert.deepEqual(
    got.map(({ stderr }) => stderr),
    ['', ''],
  );
  return got.map(({ text }) => text).join('');
}

/** On a connection that is kept open, unless told: as EC2 does, openimds closes others after the answer. */
const request = (line: string, connection = 'keep-alive'): string =>
  `${line} HTTP/1.1\r\nHost: imds\r\nConnection: ${connection}\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\n\r\n`;
const GET = request('GET /latest/meta-data/instance-id');
const PUT = request('PUT /latest/api/token');
const LAST_PUT = request('PUT /latest/api/token', 'close');

/** The connections of the server's namespace, without those that listen (0A) and those in TIME_WAIT (06). */
async function connections(): Promise<readonly string[]> {
  const { text } = await run('ip', ['netns', 'exec', SERVER, 'cat', '/proc/net/tcp', '/proc/net/tcp6']);
  return text.split('\n').filter((line) => /^\s*\d+: \S+ \S+ (?!06|0A)/.test(line));
}

function socketsOf({ pid }: OpenimdsProcess): number {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.startsWith('socket:')).length;
}

async function eventually(
  isSo: () => Promise<boolean> | boolean,
  what: () => Promise<unknown> | unknown,
): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    assert.ok(tries < 100, String(await what()));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const requirements = needs(curl, awsCli, program('ip', 'iproute2'), namedNamespaces);
suite('the hop limit of the token answer', requirements, async () => {
  const openimds = await startOpenimds({
    configuration: CONFIGURATION,
    port: 80,
    flags: ['--host', '169.254.169.254', '--host', 'fd00:ec2::254', '--transport', 'epoll'],
    within: ['ip', 'netns', 'exec', SERVER],
  });

  /** As an operator does it, while everything runs. */
  const setHopLimit = async (hopLimit: number): Promise<void> => {
    const { ready } = openimds;
    const modify = ['ec2', 'modify-instance-metadata-options', '--instance-id', ID];
    const options = ['--http-put-response-hop-limit', String(hopLimit), '--endpoint-url', ready.api.url];
    const [aws = 'aws'] = awsCommands;
    const { code, stderr } = await run('ip', ['netns', 'exec', SERVER, aws, ...modify, ...options], {
      environment: {
        AWS_ACCESS_KEY_ID: ready.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ready.credentials.secretAccessKey,
        AWS_DEFAULT_REGION: ready.region,
        AWS_PAGER: '',
      },
    });
    assert.equal(code, 0, stderr);
  };

  for (const host of HOSTS) {
    test(`of 1 lets the instance have a token of ${host} and starves the container, and no other answer`, async () => {
      const asked = [put(INSTANCE, host), put(CONTAINER, host), get(INSTANCE, host), get(CONTAINER, host)];
      assert.deepEqual(await Promise.all(asked), ['200', '000', '200', '200']);
    });
  }

  test('is told to the operator when it cuts somebody off', async () => {
    const told = `a container behind ${ID} was cut off by hop limit 1`;
    await eventually(
      () => openimds.events().some(({ event, message }) => event === 'cut-off' && message.startsWith(told)),
      () => JSON.stringify(openimds.events()),
    );
  });

  test('holds for whoever waits for the packets to be sent again', async () => {
    assert.deepEqual(await Promise.all([inContainer(1, 5, PUT), inContainer(1, 5, LAST_PUT)]), ['', '']);
  });

  test('holds for whoever sends requests before and behind it on the same connection', async () => {
    const got = await inContainer(1, 5, GET, PUT, GET, GET);
    assert.equal(got.match(/HTTP\/1\.1/g)?.length, 2, 'the first GET over IPv4 and over IPv6');
    assert.doesNotMatch(got, /Token-Ttl/);
  });

  test('leaves no socket behind of fifty clients at once that it starves', async () => {
    const before = socketsOf(openimds);
    const got = await Promise.all([inContainer(25, 1.2, PUT), inContainer(25, 1.2, LAST_PUT)]);
    assert.deepEqual(got, ['', '']);
    await eventually(
      async () => (await connections()).length === 0 && socketsOf(openimds) <= before,
      async () => `${before} sockets before, ${socketsOf(openimds)} after; ${(await connections()).join('\n')}`,
    );
    assert.equal(await put(INSTANCE), '200', 'and everybody else is served');
  });

  test('is counted each time it cuts somebody off', async () => {
    const { api, credentials } = openimds.ready;
    const environment = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const status = [process.execPath, OPENIMDS, 'status', '--json', '--api-url', api.url];
    const losses = async (): Promise<Readonly<Record<string, unknown>>[]> => {
      const { text } = await run('ip', ['netns', 'exec', SERVER, ...status], { environment });
      return (JSON.parse(text) as { losses: Readonly<Record<string, unknown>>[] }).losses;
    };
    // What was starved before: by curl, waiting, pipelining, and fifty at once, over IPv4 and IPv6 each time.
    const starved = 2 + 4 + 2 + 100;
    const counted = async (): Promise<number> => {
      const [first] = await losses();
      return Number(first?.['hopLimitCutOffs']) + Number(first?.['tokensUndelivered']);
    };
    await eventually(async () => (await counted()) === starved, counted);
    const [first, ...others] = await losses();
    assert.deepEqual([first?.['instanceId'], first?.['hopLimit'], others], [ID, 1, []]);
  });

  test('of 2 lets both have one, from the next request on', async () => {
    await setHopLimit(2);
    for (const host of HOSTS)
      assert.deepEqual(await Promise.all([put(INSTANCE, host), put(CONTAINER, host)]), ['200', '200']);
    await setHopLimit(1);
    assert.deepEqual(await Promise.all([put(INSTANCE), put(CONTAINER)]), ['200', '000']);
  });
});

suite('the hop limit of the token answer, with a router of the operator between', requirements, async () => {
  await startOpenimds({
    configuration: `${CONFIGURATION}dataPlane: { hopDistance: 1 }`,
    port: 8080,
    flags: ['--host', '169.254.169.254', '--host', 'fd00:ec2::254', '--transport', 'epoll'],
    within: ['ip', 'netns', 'exec', SERVER],
  });

  test('is counted from behind that', async () => {
    for (const host of HOSTS) assert.equal(await put(CONTAINER, `${host}:8080`), '200');
  });
});
