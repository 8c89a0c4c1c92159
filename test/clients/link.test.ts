// `openimds link` in network namespaces: this machine, a bridge with a guest, crashes, and what is left afterwards.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';

import { curl, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { networkListing } from './network-listing.test-support.ts';
import { OPENIMDS, startOpenimds } from './openimds-process.test-support.ts';
import { bareEnvironment, run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const [HOST, GUEST] = ['h', 'g'].map((role) => `openimds-${process.pid}-${role}`) as [string, string];

const TAP = `ip -n ${HOST} tuntap add dev tap0 mode tap; ip -n ${HOST} link set tap0 addrgenmode none up`;

/** Without addresses that the kernel makes up in its own time: a host with a bridge that a guest is plugged into, as libvirt and docker make them; and a tap. */
const TOPOLOGY = `set -e
for n in ${HOST} ${GUEST}; do ip netns add $n; ip -n $n link set lo up; done
ip -n ${HOST} link add br0 type bridge; ip -n ${HOST} link set br0 addrgenmode none; ip -n ${HOST} addr add 10.7.0.1/24 dev br0; ip -n ${HOST} link set br0 up
ip -n ${HOST} link add p0 type veth peer name eth0 netns ${GUEST}
ip -n ${HOST} link set p0 master br0 addrgenmode none up
ip -n ${GUEST} addr add 10.7.0.5/24 dev eth0; ip -n ${GUEST} link set eth0 up
ip -n ${GUEST} route add default via 10.7.0.1
${TAP}`;

const namespaces: Requirement = {
  isMet: process.platform === 'linux' && spawnSync('sh', ['-c', TOPOLOGY]).status === 0,
  remedy: 'network namespaces with names (root, and ip of the Debian package iproute2)',
};

after(() => {
  for (const name of [HOST, GUEST]) spawnSync('ip', ['netns', 'delete', name]);
});

const inHost = ['ip', 'netns', 'exec', HOST] as const;
const ID = 'http://169.254.169.254/latest/meta-data/instance-id';
const ID_IPV6 = 'http://[fd00:ec2::254]/latest/meta-data/instance-id';

function link(...args: readonly string[]): Promise<Finished> {
  return linkWith({}, ...args);
}

function linkWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Finished> {
  return run('ip', ['netns', 'exec', HOST, process.execPath, OPENIMDS, 'link', ...args], { environment });
}

async function text(...args: readonly string[]): Promise<string> {
  const { code, text: output, stderr } = await link(...args);
  assert.equal(code, 0, stderr);
  return output;
}

function curlIn(namespace: string, url: string): Promise<Finished> {
  return run('ip', ['netns', 'exec', namespace, 'curl', '-gqsSf', '--max-time', '5', url]);
}

const CONFIGURATION = `
instances:
  - { id: i-0000000000000000a, metadataOptions: { httpTokens: optional, httpProtocolIpv6: enabled } }
  - { id: i-0000000000000000b, metadataOptions: { httpTokens: optional, httpProtocolIpv6: enabled }, attach: [{ source: 10.7.0.5 }] }
`;

suite('openimds link', needs(curl, program('ip', 'iproute2'), program('nft', 'nftables'), namespaces), async () => {
  const untouched = await networkListing(inHost);

  test('puts both addresses on this machine and takes them away without a trace', async () => {
    const openimds = await startOpenimds({ configuration: CONFIGURATION, port: 1338, within: inHost });
    assert.match(await text('up'), /^169\.254\.169\.254 and fd00:ec2::254 are on lo; port 80 leads to port 1338\./);
    assert.equal((await curlIn(HOST, ID)).text, 'i-0000000000000000a');
    assert.equal((await curlIn(HOST, ID_IPV6)).text, 'i-0000000000000000a');
    assert.match(await text('status'), /^linked\n {2}169\.254\.169\.254 on lo, to port 1338: somebody listens/);
    const linked = await networkListing(inHost);
    await text('up');
    assert.equal(await networkListing(inHost), linked, 'twice is once');
    await text('down');
    assert.equal(await networkListing(inHost), untouched);
    await text('down');
    await openimds.stop();
  });

  test('serves the guests of a bridge, each by the address it has', async () => {
    await text('up', '--interface', 'br0', '--port', '8254');
    const openimds = await startOpenimds({
      configuration: CONFIGURATION,
      port: 8254,
      flags: ['--host', '169.254.169.254'],
      within: inHost,
    });
    assert.equal((await curlIn(GUEST, ID)).text, 'i-0000000000000000b', 'the source is preserved');
    await text('up', '--interface', 'tap0');
    await text('down', '--interface', 'br0');
    assert.match((await link('status')).text, /on tap0/);
    await text('down');
    await openimds.stop();
    assert.equal(await networkListing(inHost), untouched);
  });

  test('prints with --dry-run what a shell can run, and runs nothing', async () => {
    const up = await text('up', '--interface', 'br0', '--dry-run');
    assert.equal(await networkListing(inHost), untouched);
    assert.equal((await run('ip', ['netns', 'exec', HOST, 'sh', '-e'], { input: up })).code, 0);
    assert.deepEqual(JSON.parse(await text('up', '--interface', 'br0', '--dry-run', '--json')), {
      dryRun: true,
      commands: [],
      links: ['ipv4', 'ipv6'].map((family) => ({ interface: 'br0', family, port: 1338, address: 'added' })),
    });
    const down = await text('down', '--dry-run');
    assert.equal((await run('ip', ['netns', 'exec', HOST, 'sh', '-e'], { input: down })).code, 0);
    await text('down');
    assert.equal(await networkListing(inHost), untouched);
  });

  test('says what is missing, mends it, and forgets what is gone', async () => {
    await text('up');
    await text('up', '--interface', 'tap0');
    for (const command of ['nft flush ruleset', 'ip address delete 169.254.169.254/32 dev lo', 'ip link delete tap0'])
      assert.equal((await run('ip', ['netns', 'exec', HOST, 'sh', '-c', command])).code, 0);
    const { code, text: status } = await link('status');
    assert.equal(code, 1);
    assert.match(status, /^incomplete/);
    assert.match(status, /169\.254\.169\.254 on lo, to port 1338: address missing, rule missing/);
    await text('up');
    assert.match(await text('status'), /^linked\n.* on lo.*\n.* on lo.*\n$/);
    await text('down');
    assert.equal((await link('status')).code, 1);
    assert.equal((await run('sh', ['-c', TAP])).code, 0);
  });

  test('leaves alone what others put there', async () => {
    await run('ip', ['-n', HOST, 'address', 'add', '169.254.169.254/32', 'dev', 'br0']);
    assert.match(
      (await link('status')).text,
      /^not linked\n {2}169\.254\.169\.254 is on br0, put there by something else/,
    );
    await text('up', '--interface', 'br0');
    await text('down');
    assert.match((await link('status')).text, /169\.254\.169\.254 is on br0, put there by something else/);
    await run('ip', ['-n', HOST, 'address', 'delete', '169.254.169.254/32', 'dev', 'br0']);
  });

  for (const killedAt of ['nft', 'ip'])
    for (const verb of ['up', 'down'])
      test(`killed by SIGKILL while "${verb}" runs ${killedAt}, the next one finds everything`, async () => {
        const before = await networkListing(inHost);
        if (verb === 'down') await text('up', '--interface', 'br0');
        await killLink(verb, killedAt);
        await text('up', '--interface', 'br0');
        assert.match((await link('status')).text, /^linked\n.*\n.*br0.*\n$/);
        await text('down');
        assert.equal(await networkListing(inHost), before);
      });

  test('refuses with the remedy', async () => {
    const noInterface = await link('up', '--interface', 'nosuch0');
    assert.deepEqual([noInterface.code, noInterface.text], [1, '']);
    assert.match(noInterface.stderr, /there is no interface nosuch0 here\. There are lo, br0/);
    const noNft = await linkWith({ PATH: folderWith('ip') }, 'up');
    assert.equal(noNft.code, 1);
    assert.match(
      noNft.stderr,
      /nft is not on the search path\. It is in the package nftables: apt-get install nftables/,
    );
    const docker = await linkWith({ PATH: folderWith('ip', 'nft') }, 'up', '--docker', 'bridge');
    assert.match(docker.stderr, /docker is not on the search path/);
    const withoutPowers = ['--bounding-set=-all', process.execPath, OPENIMDS, 'link', 'up'];
    const nobody = await run('setpriv', withoutPowers);
    assert.equal(nobody.code, 1, nobody.stderr);
    assert.match(nobody.stderr, /needs root \(CAP_NET_ADMIN\): the same command with sudo/);
    assert.equal((await link('up', '--interface', 'br0', '--docker', 'x')).code, 2);
    assert.equal(await networkListing(inHost), untouched);
  });
});

/** A search path with these programs only. */
function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) spawnSync('sh', ['-c', `ln -s "$(command -v ${name})" ${folder}/${name}`]);
  return folder;
}

/** Runs `link` with programs that stop at the first change, `program`'s, and kills it there: half of its work is done. */
async function killLink(verb: string, killedAt: string): Promise<void> {
  const folder = temporaryFolder();
  for (const name of ['nft', 'ip']) {
    const real = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    const isChange = name === 'nft' ? '[ "$1" = -f ] || [ "$1" = delete ]' : '[ "$1" = address ]';
    const stop =
      name === killedAt ? `if ${isChange}; then echo reached > ${join(folder, 'reached')}; exec sleep 60; fi\n` : '';
    writeFileSync(join(folder, name), `#!/bin/sh\n${stop}exec ${real} "$@"\n`, { mode: 0o755 });
  }
  const environment = bareEnvironment({ PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin` });
  const args = ['netns', 'exec', HOST, process.execPath, OPENIMDS, 'link', verb, '--interface', 'br0'];
  const child = spawn('ip', args, { env: environment, stdio: 'ignore', detached: true });
  const exited = once(child, 'exit');
  for (let tries = 0; spawnSync('test', ['-e', join(folder, 'reached')]).status !== 0; tries++) {
    assert.ok(tries < 200 && child.exitCode === null, 'the program is reached');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.ok(child.pid !== undefined);
  process.kill(-child.pid, 'SIGKILL');
  await exited;
}
