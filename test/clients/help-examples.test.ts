// Every example of every --help, run as it stands: in a network and with a /run of its own, as some change those.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, suite, test } from 'node:test';

import { curl, needs, program } from './available.test-support.ts';
import type { Requirement } from './available.test-support.ts';
import { openimds, OPENIMDS, startOpenimds } from './openimds-process.test-support.ts';
import { bareEnvironment, run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const CONFIGURATION = `
roles: { app: { trust: ec2 } }
instances:
  - { id: i-0123456789abcdef0, lifeCycle: spot, iamInstanceProfile: app, tags: { Name: web, team: web }, metadataOptions: { httpTokens: required } }
`;
/** Read services for minutes, or have to be played in real time. Their own tests have them. */
const ELSEWHERE = new Set(['record', 'diff', 'scenario']);
/** These go on until they are told to stop. */
const SERVES = /^openimds (?:up|aemm|watch)\b/;
/** Their exit code says how it is. */
const ASKS = /^openimds (?:doctor|link status)\b/;
/** Examples name what somebody else's openimds may have, and some do what was done before. */
const NOT_THERE = /there is no (?:event|fault) |has no such attachment|notice already/;

const isolated = ['unshare', '--net', '--mount', '--propagation=private'] as const;
const namespaces: Requirement = {
  isMet: process.platform === 'linux' && spawnSync('unshare', ['--net', '--mount', 'true']).status === 0,
  remedy: 'network and mount namespaces (root)',
};

const children = new Set<ChildProcess>();
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

const tools = ['ip', 'nft', 'slirp4netns'] as const;
const packages = [
  program('ip', 'iproute2'),
  program('nft', 'nftables'),
  program('slirp4netns', 'slirp4netns'),
] as const;

suite(`examples, with ${tools.join(', ')}`, needs(curl, ...packages, namespaces), async () => {
  const within = await machine();
  const state = temporaryFolder();
  const { url } = await startOpenimds({
    state: join(state, 'openimds'),
    configuration: CONFIGURATION,
    port: 1338,
    within,
  });
  const folder = workplace();
  symlinkSync(join(state, 'openimds'), join(folder, 'state'));

  for (const verb of await verbs())
    for (const example of await examplesOf(verb))
      test(example, async () => {
        const environment = bareEnvironment({
          PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
          XDG_STATE_HOME: example.startsWith('openimds up') ? temporaryFolder() : state,
        });
        const command = [...within, 'sh', '-c', `cd ${folder}; ${example}`] as const;
        if (SERVES.test(example))
          return serves(command, environment, [...within, 'curl', '-s', `${url}/latest/meta-data/iam/x`]);
        const [first, ...args] = command;
        const { code, stderr } = await run(first, args, { environment });
        if (code !== 0 && !NOT_THERE.test(stderr)) assert.ok(code === 1 && ASKS.test(example), `${code}: ${stderr}`);
      });
});

/** A command that runs what follows it on a machine of its own, with a bridge. */
async function machine(): Promise<readonly [string, ...string[]]> {
  const script = `set -e; ip link set lo up; ip address add 169.254.169.254/32 dev lo; mount -t tmpfs none /run
ip link add virbr0 type bridge; ip link set virbr0 up; echo ready; exec sleep 600`;
  const [first, ...args] = isolated;
  const child = spawn(first, [...args, 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  await once(child.stdout, 'data');
  return ['nsenter', `--target=${child.pid}`, '--net', '--mount', '--'];
}

/** A folder with what examples take for granted, and programs that stand for those which are not the point. */
function workplace(): string {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const network = JSON.stringify([{ Driver: 'bridge', Options: { 'com.docker.network.bridge.name': 'virbr0' } }]);
  const scripts: Readonly<Record<string, string>> = {
    openimds: `exec ${process.execPath} ${OPENIMDS} "$@"`,
    sudo: 'exec "$@"',
    docker: `echo '${network}'`,
    jq: 'exec cat',
    aws: 'true',
  };
  for (const [name, script] of Object.entries({ ...scripts, '../app': 'true' }))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'openimds.yaml'), CONFIGURATION);
  writeFileSync(join(folder, 'aemm-config.json'), '{}');
  return folder;
}

/** All that have a --help of their own. */
async function verbs(parent: readonly string[] = []): Promise<readonly (readonly string[])[]> {
  const { text } = await openimds([...parent, '--help']);
  const [, commands = ''] = /\nCommands:\n((?: {2}.*\n)+)/.exec(text) ?? [];
  const names = [...commands.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
  const found = names.filter((name) => !ELSEWHERE.has(name) && name !== 'help').map((name) => [...parent, name]);
  return [...found, ...(parent.length > 0 ? [] : (await Promise.all(found.map(verbs))).flat())];
}

async function examplesOf(verb: readonly string[]): Promise<readonly string[]> {
  const { code, text } = await openimds([...verb, '--help']);
  const [, lines = ''] = /\nExamples:\n((?: {2}.*\n)+)/.exec(text) ?? [];
  assert.deepEqual([code, lines === ''], [0, false], `${verb.join(' ')} has examples`);
  return lines.split('\n').flatMap((line) => {
    const [example = '', meaning] = line.trim().split(/ {2,}/);
    assert.ok(example === '' || meaning !== undefined, `what "${example}" is for`);
    return example === '' ? [] : [example];
  });
}

/** It says something, if need be because somebody asks, and goes on until it is told to stop. */
async function serves(
  [first, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  [asker = '', ...asked]: readonly string[],
): Promise<void> {
  const child = spawn(first, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  children.add(child);
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  for (let tries = 0; output === ''; tries++) {
    assert.ok(tries < 400 && child.exitCode === null, complaint);
    await run(asker, asked);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok(child.pid !== undefined);
  process.kill(-child.pid, 'SIGTERM');
  await once(child, 'exit');
}
