// The hop limit on real packets: a server, an instance that routes, and a container behind it, each in a network namespace.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, suite, test } from 'node:test';

import { curl, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { configurationFile, startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const [SERVER, INSTANCE, CONTAINER] = ['s', 'i', 'c'].map((role) => `openimds-${process.pid}-${role}`) as [
  string,
  string,
  string,
];

const TOPOLOGY = `set -e
for n in ${SERVER} ${INSTANCE} ${CONTAINER}; do ip netns add $n; ip -n $n link set lo up; done
ip -n ${SERVER} link add v1 type veth peer name v0 netns ${INSTANCE}
ip -n ${INSTANCE} link add v2 type veth peer name v0 netns ${CONTAINER}
ip -n ${SERVER} addr add 169.254.169.254/32 dev v1; ip -n ${SERVER} addr add 10.1.0.1/24 dev v1; ip -n ${SERVER} link set v1 up
ip -n ${INSTANCE} addr add 10.1.0.2/24 dev v0; ip -n ${INSTANCE} link set v0 up
ip -n ${INSTANCE} route add 169.254.169.254/32 dev v0
ip -n ${INSTANCE} addr add 172.17.0.1/16 dev v2; ip -n ${INSTANCE} link set v2 up
ip -n ${CONTAINER} addr add 172.17.0.2/16 dev v0; ip -n ${CONTAINER} link set v0 up
ip -n ${CONTAINER} route add default via 172.17.0.1
ip netns exec ${INSTANCE} sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
ip -n ${SERVER} route add 172.17.0.0/16 via 10.1.0.2`;

const topology = (hopLimit: number): string => `
instances:
  - metadataOptions: { httpPutResponseHopLimit: ${hopLimit} }
    attach: [{ source: 10.1.0.2 }, { source: 172.17.0.2 }]
`;

/** Namespaces with names, which a router between two others needs. */
const namedNamespaces: Requirement = {
  isMet: process.platform === 'linux' && spawnSync('sh', ['-c', TOPOLOGY]).status === 0,
  remedy: 'network namespaces with names (root, and ip of the Debian package iproute2)',
};

after(() => {
  for (const name of [SERVER, INSTANCE, CONTAINER]) spawnSync('ip', ['netns', 'delete', name]);
});

suite('the hop limit of the token answer', needs(curl, program('ip', 'iproute2'), namedNamespaces), async () => {
  const file = configurationFile(topology(1));
  const openimds = await startOpenimds({
    configurationFile: file,
    port: 80,
    flags: ['--host', '169.254.169.254', '--transport', 'epoll'],
    within: ['ip', 'netns', 'exec', SERVER],
  });

  /** The status that `namespace` gets, 000 when nothing comes back. */
  const status = async (namespace: string, ...args: readonly string[]): Promise<string> => {
    const quiet = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '-m', '1.5'];
    return (await run('ip', ['netns', 'exec', namespace, 'curl', ...quiet, ...args])).text;
  };
  const url = 'http://169.254.169.254/latest';
  const put = (namespace: string): Promise<string> =>
    status(namespace, '-X', 'PUT', '-H', 'X-aws-ec2-metadata-token-ttl-seconds: 60', `${url}/api/token`);
  const get = (namespace: string): Promise<string> => status(namespace, `${url}/meta-data/instance-id`);

  test('of 1 lets the instance have a token and starves the container, and no other answer', async () => {
    assert.deepEqual(await Promise.all([put(INSTANCE), put(CONTAINER), get(INSTANCE), get(CONTAINER)]), [
      '200',
      '000',
      '200',
      '200',
    ]);
  });

  test('of 2 lets both have one, from the next request on', async () => {
    writeFileSync(file, topology(2));
    for (let tries = 0; !openimds.events().some(({ event }) => event === 'reloaded'); tries++) {
      assert.ok(tries < 100);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await Promise.all([put(INSTANCE), put(CONTAINER)]), ['200', '200']);
  });

  test('leaves no socket behind that nobody can be reached on', async () => {
    const sockets = async (): Promise<string> =>
      (await run('ip', ['netns', 'exec', SERVER, 'cat', '/proc/net/tcp'])).text;
    // 06 is TIME_WAIT and 0A LISTEN; what a starved answer leaves would be in another state.
    const stuck = (text: string): readonly string[] =>
      text
        .split('\n')
        .slice(1)
        .filter((line) => line !== '' && !/^\s*\d+: \S+ \S+ (?:06|0A) /.test(line));
    for (let tries = 0; stuck(await sockets()).length > 0; tries++) {
      assert.ok(tries < 60, await sockets());
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});
