// Callers recognised by where they arrive: a network namespace, an interface, a unix socket. Everything is in namespaces of
// its own, with literal addresses.
import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { curl, needs, program } from './available.test-support.ts';
import { curlIn, eventually, ip, namedNamespaces, namespaceNames } from './named-namespaces.test-support.ts';
import { configurationFile, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const V1 = 'metadataOptions: { httpTokens: optional, httpProtocolIpv6: enabled }';
const literal = (name: string): string => `
ip netns add ${name}; ip -n ${name} link set lo up
ip -n ${name} addr add 169.254.169.254/32 dev lo; ip -n ${name} addr add fd00:ec2::254/128 dev lo nodad`;

async function reload(openimds: OpenimdsProcess, file: string, text: string): Promise<void> {
  const reloads = (): number => openimds.events().filter(({ event }) => event === 'reloaded').length;
  const before = reloads();
  writeFileSync(file, text);
  await eventually(() => reloads() > before);
}

suite('in network namespaces', needs(curl, program('ip', 'iproute2'), namedNamespaces), async () => {
  const [one, two, later] = namespaceNames('1', '2', '3');
  ip(literal(one) + literal(two));
  const configuration = (attachOfTwo: string): string => `
instances:
  - { id: i-0000000000000000a, ${V1}, attach: [{ netns: ${one} }] }
  - { id: i-0000000000000000b, ${V1}, attach: [${attachOfTwo}] }
  - { id: i-0000000000000000c, metadataOptions: { httpTokens: optional }, attach: [{ netns: ${later} }] }`;
  const file = configurationFile(configuration(`{ netns: /run/netns/${two} }`));
  const openimds = await startOpenimds({ configurationFile: file });
  const id = (name: string, host = '169.254.169.254'): Promise<string> => curlIn(name, `http://${host}${ID}`);

  test('the same literal addresses are another instance in each', async () => {
    assert.equal(await id(one), 'i-0000000000000000a');
    assert.equal(await id(two), 'i-0000000000000000b');
    assert.equal(await id(one, '[fd00:ec2::254]'), 'i-0000000000000000a');
    assert.equal(await id(two, '[fd00:ec2::254]'), 'i-0000000000000000b');
  });

  test('one that is not there yet is told of, and served once it is', async () => {
    assert.ok(openimds.events().some(({ message }) => message.includes(`no network namespace /run/netns/${later}`)));
    ip(literal(later));
    await eventually(async () => (await id(later)) === 'i-0000000000000000c');
    assert.equal(await id(later, '[fd00:ec2::254]'), '', 'HttpProtocolIpv6 of this instance is disabled');
  });

  test('one that is replaced by another of its name is served again', async () => {
    ip(`ip netns delete ${later}${literal(later)}`);
    await eventually(async () => (await id(later)) === 'i-0000000000000000c');
  });

  test('an attachment that is taken away is not listened for any more', async () => {
    await reload(openimds, file, configuration('{ source: 192.0.2.1 }'));
    const listening = (await run('ip', ['netns', 'exec', two, 'cat', '/proc/net/tcp', '/proc/net/tcp6'])).text;
    assert.doesNotMatch(listening, / 0A /);
    assert.equal(await id(one), 'i-0000000000000000a');
    await reload(openimds, file, configuration(`{ netns: ${two} }`));
    assert.equal(await id(two), 'i-0000000000000000b');
  });
});

for (const transport of ['epoll', 'net'] as const) {
  suite(`on unix sockets, over ${transport}`, needs(curl), async () => {
    const folder = temporaryFolder();
    const [first, second] = ['a.sock', 'b.sock'].map((name) => join(folder, name)) as [string, string];
    const configuration = (path: string): string => `
instances:
  - { id: i-0000000000000000a, ${V1}, attach: [{ socket: ${path}, mode: "0640" }] }
  - { id: i-0000000000000000b, ${V1}, attach: [{ source: 127.0.0.1 }] }`;
    const file = configurationFile(configuration(first));
    const stale = await abandonedSocket(first);
    const openimds = await startOpenimds({ configurationFile: file, flags: ['--transport', transport] });
    const id = async (path: string): Promise<string> =>
      (await run('curl', ['-qsf', '-m', '3', '--unix-socket', path, `http://169.254.169.254${ID}`])).text;

    test('who connects there is known, and one that was left behind is replaced', async () => {
      assert.ok(stale);
      assert.equal(await id(first), 'i-0000000000000000a');
      assert.equal(statSync(first).mode & 0o777, 0o640);
      const put = ['-X', 'PUT', '-H', 'X-aws-ec2-metadata-token-ttl-seconds: 60'];
      const url = 'http://169.254.169.254/latest/api/token';
      const token = await run('curl', ['-qsf', '-m', '3', '--unix-socket', first, ...put, url]);
      assert.equal(token.text.length, 56);
    });

    test('another path is taken at once, and the one before is removed', async () => {
      await reload(openimds, file, configuration(second));
      assert.equal(await id(second), 'i-0000000000000000a');
      assert.equal(statSync(first, { throwIfNoEntry: false }), undefined);
    });

    test('one that is in use is left alone, and the reason told', async () => {
      const server = createServer().listen(first);
      await reload(openimds, file, configuration(first));
      assert.ok(openimds.events().some(({ message }) => message.includes(`socket ${first} is in use`)));
      assert.ok(statSync(first).isSocket());
      server.close();
    });

    test('nothing is left behind at the end', async () => {
      await reload(openimds, file, configuration(second));
      await openimds.stop();
      assert.equal(statSync(second, { throwIfNoEntry: false }), undefined);
    });
  });
}

/** A socket whose server was killed. */
async function abandonedSocket(path: string): Promise<boolean> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await run(process.execPath, ['-e', script]);
  return statSync(path).isSocket();
}
