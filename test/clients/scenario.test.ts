// Scenarios by the command, under virtual time on a service of their own and under real time on one that runs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { OPENIMDS, openimds, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { bareEnvironment } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const LIBRARY = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const names = readdirSync(LIBRARY).map((name) => name.replace(/\.yaml$/, ''));

function fileOf(text: string): string {
  const file = join(temporaryFolder(), 'scenario.yaml');
  writeFileSync(file, text);
  return file;
}

/** How to reach a service that keeps nothing. */
function reach({ ready }: OpenimdsProcess): { flags: readonly string[]; environment: Record<string, string> } {
  const { accessKeyId, secretAccessKey } = ready.credentials;
  return {
    flags: ['--api-url', ready.api.url, '--imds-url', ready.imds.url],
    environment: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: ready.region },
  };
}

suite('under virtual time', () => {
  for (const name of names) {
    test(`the ready scenario ${name} is as it says`, async () => {
      const played = await openimds(['scenario', 'run', name, '--virtual']);
      assert.equal(played.code, 0, played.text + played.stderr);
      assert.match(played.text, /passed\n$/);
      assert.doesNotMatch(played.text, /✗/);
    });
  }

  test('a scenario is a test: what is not as expected ends with 1', async () => {
    const file = fileOf('name: wrong\nsteps:\n  - expect: { path: meta-data/instance-id, status: 404, within: 1h }\n');
    const played = await openimds(['scenario', 'run', file, '--virtual', '--json']);
    assert.equal(played.code, 1, played.stderr);
    const lines = played.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; atMs: number; reason?: string });
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      ['begin', 'failed', 'end'],
    );
    assert.deepEqual([lines[1]?.atMs, lines[1]?.reason], [3_600_000, 'it answered 200']);
  });

  test('what is wrong with a file is told by its line, and ends with 2', async () => {
    const file = fileOf('name: x\nsteps:\n  - { at: 5s, expects: { path: x } }\n  - { fault: { preset: outrage } }\n');
    const played = await openimds(['scenario', 'run', file, '--virtual']);
    assert.equal(played.code, 2);
    assert.equal(played.text, '');
    assert.match(played.stderr, /scenario\.yaml:3:15: steps\[0\]\.expects: unknown key; did you mean "expect"\?/);
    const unknown = await openimds(['scenario', 'run', 'spot-reclam']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /no ready scenario of that name; there are boot-storm, /);
  });
});

suite('under real time', () => {
  test('IMDSv1 is switched off on a running service, and on again', async () => {
    const running = await startOpenimds({
      configuration: 'instances: [{ metadataOptions: { httpTokens: optional } }]',
    });
    const { flags, environment } = reach(running);
    const played = await openimds(['scenario', 'run', 'v1-switched-off', '--speed', '20', ...flags], environment);
    assert.equal(played.code, 0, played.text + played.stderr);
    assert.match(played.text, /again httpTokens optional for i-/);
    assert.equal((await fetch(`${running.url}/latest/meta-data/instance-id`)).status, 200);
  });

  test('instances boot into an outage of a running service', async () => {
    const running = await startOpenimds();
    const { flags, environment } = reach(running);
    const played = await openimds(['scenario', 'run', 'imds-outage-at-boot', '--speed', '5', ...flags], environment);
    assert.equal(played.code, 0, played.text + played.stderr);
    assert.match(played.text, /boots: 20 × booted/);
  });

  test('one that is broken off leaves nothing behind', async () => {
    const running = await startOpenimds();
    const { flags, environment } = reach(running);
    const file = fileOf(
      'name: long\nsteps:\n  - fault: { id: outage, preset: outage }\n  - options: { httpTokens: required }\n  - say: now\n  - { at: 1h, say: later }\n',
    );
    const child = spawn(process.execPath, [OPENIMDS, 'scenario', 'run', file, '--json', ...flags], {
      env: bareEnvironment(environment),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"now"')) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 1, lines.join('\n'));
    assert.match(lines.at(-1) ?? '', /"outcome":"interrupted"/);
    assert.equal((await fetch(`${running.url}/latest/meta-data/`)).status, 200, 'no token was required before');
    const faults = await openimds(['fault', 'list', '--json', ...flags.slice(0, 2)], environment);
    assert.deepEqual(JSON.parse(faults.text), { faults: [] });
  });
});

test('the ready scenarios are listed with what they do', async () => {
  const listed = await openimds(['scenario', 'list', '--json']);
  const ready = JSON.parse(listed.text) as { name: string; title: string; description: string }[];
  assert.deepEqual(
    ready.map(({ name }) => name),
    names.toSorted(),
  );
  for (const { title, description } of ready) assert.ok(title.length > 0 && description.length > 40);
});
