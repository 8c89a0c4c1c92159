// `openimds fault` and the routes it asks, against a running openimds.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { suite, test } from 'node:test';

import { ask, tokenAt } from './imds-client.test-support.ts';
import { configurationFile, openimds, startOpenimds } from './openimds-process.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

interface Fault {
  readonly id: string;
  readonly state: 'waiting' | 'active' | 'spent';
  readonly does: string;
  readonly concerns: string;
  readonly hits: number;
  readonly matched: number;
  readonly left: number | null;
  readonly declaredBy: string;
}

/** The verb, against the openimds that keeps its state there. */
function faultsOf(state: string): {
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  readonly add: (...args: readonly string[]) => Promise<Fault>;
  readonly list: () => Promise<readonly Fault[]>;
} {
  const verb = (...args: readonly string[]): Promise<Finished> => openimds(['fault', ...args, '--state', state]);
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { code, text, stderr } = await verb(...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(text);
  };
  return {
    run: verb,
    // Their shapes are the API's; what is used of them fails loudly where it is not there.
    add: async (...args) => (await json('add', ...args)) as Fault,
    list: async () => ((await json('list')) as { faults: readonly Fault[] }).faults,
  };
}

const ITEM = '/latest/meta-data/instance-id';

suite('openimds fault', async () => {
  const state = temporaryFolder();
  const running = await startOpenimds({ state, flags: ['--workers', '2'] });
  const faults = faultsOf(state);
  const statusOf = async (path = ITEM): Promise<number> => (await ask(`${running.url}${path}`)).status;

  test('adds faults that act on the next request, counts their hits, and removes them', async () => {
    const outage = await faults.add('token-outage', '--for', '1h');
    assert.equal(outage.state, 'active');
    await assert.rejects(tokenAt(running.url), /503/);
    assert.equal(await statusOf(), 200);
    const once = await faults.add('status', '500', '--path', 'meta-data/mac', '--count', '1', '--id', 'once');
    assert.deepEqual([once.does, once.concerns, once.left], ['status 500', 'meta-data/mac', 1]);
    assert.deepEqual([await statusOf('/latest/meta-data/mac'), await statusOf('/latest/meta-data/mac')], [500, 200]);
    const listed = await faults.list();
    assert.deepEqual(
      listed.map(({ id, hits, left, state: standing }) => [id, hits, left, standing]),
      [
        [outage.id, 1, null, 'active'],
        ['once', 1, 0, 'spent'],
      ],
    );
    const cleared = await faults.run('clear', '--spent');
    assert.equal(cleared.text, 'removed once\n');
    const removed = await faults.run('remove', outage.id);
    assert.match(removed.text, new RegExp(`^removed ${outage.id}: status 503 for PUT /latest/api/token`));
    assert.notEqual(await tokenAt(running.url), '');
    assert.equal((await faults.run('list')).text, 'no faults\n');
  });

  test('prints a table for people', async () => {
    await faults.add('latency', '10ms', '--share', '50%', '--method', 'GET', '--id', 'slow');
    const { text } = await faults.run('list');
    assert.equal(text, 'ID    STATE   HITS  DOES          FOR\nslow  active  0/0   latency 10ms  50% of GET\n');
    assert.equal((await faults.run('clear')).text, 'removed slow\n');
    assert.equal((await faults.run('clear')).text, 'nothing to remove\n');
  });

  test('gives a status everything that may be said of one', async () => {
    const flags = ['--retry-after', '7', '--header', 'X-Why: busy', '--body', 'slow down', '--reason', 'Later'];
    await faults.add('status', '503', ...flags, '--content-type', 'text/html', '--count', '1');
    const response = await fetch(`${running.url}${ITEM}`);
    assert.deepEqual([response.status, response.statusText, await response.text()], [503, 'Later', 'slow down']);
    const header = (name: string): string | null => response.headers.get(name);
    assert.deepEqual([header('retry-after'), header('x-why'), header('content-type')], ['7', 'busy', 'text/html']);
    await faults.run('clear');
  });

  test('a fault whose time is over is spent by itself, and one whose time is to come waits', async () => {
    await faults.add('status', '500', '--for', '200ms', '--id', 'short');
    await faults.add('status', '500', '--from', '2099-01-01T00:00:00Z', '--id', 'later');
    const states = async (): Promise<string> => (await faults.list()).map(({ state: standing }) => standing).join(' ');
    while ((await states()) !== 'spent waiting') await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await statusOf(), 200);
    await faults.run('clear');
  });

  test('says what is wrong and what would be right, and changes nothing', async () => {
    const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['add', 'slowness'], 2, /"slowness" is neither an effect \(latency, .*\) nor a preset \(outage, /],
      [['add', 'outage', '--share', '2'], 2, /number from 0 to 1/],
      [['add', 'latency', '1s', '--body', 'x'], 2, /go with "status N"/],
      [['add'], 2, /missing required argument/],
      [['add', 'latency', 'soon'], 1, /latency: expected a duration .*got "soon" \(ValidationException\)/],
      [['add', 'outage', '--instance', 'web-1'], 1, /^openimds: --instance: expected an instance id/],
      [['add', 'outage', '--until', '2001-01-01T00:00:00Z'], 1, /^openimds: --until: must be later/],
      [
        ['add', 'outage', '--for', '1s', '--until', '2099-01-01T00:00:00Z'],
        1,
        /--for: give --for or --until, not both/,
      ],
      [['add', 'status', '503', '--retry-after', '999999'], 1, /^openimds: --retry-after: expected a whole/],
      [
        ['remove', 'nothing'],
        1,
        /there is no fault "nothing"; "openimds fault list" lists .*\(ResourceNotFoundException\)/,
      ],
    ];
    for (const [args, code, message] of wrong) {
      const told = await faults.run(...args);
      assert.equal(told.code, code, `${args.join(' ')}: ${told.stderr}`);
      assert.match(told.stderr, message);
    }
    await faults.add('garbage', '--id', 'twice');
    const again = await faults.run('add', 'garbage', '--id', 'twice');
    assert.equal(again.code, 1);
    assert.match(again.stderr, /give another --id \(ConflictException\)/);
    assert.equal((await faults.list()).length, 1);
    await faults.run('clear');
  });

  test('explains itself', async () => {
    for (const verb of [[], ['add'], ['list'], ['remove'], ['clear']]) {
      const { code, text } = await openimds(['fault', ...verb, '--help']);
      assert.equal(code, 0);
      assert.match(text, /\nExamples:\n {2}openimds fault /);
    }
    assert.match((await openimds(['fault', 'add', '--help'])).text, /token-outage +no token can be had \(503\)/);
  });
});

test('what was counted is counted on after a restart', async () => {
  const state = temporaryFolder();
  const faults = faultsOf(state);
  const first = await startOpenimds({ state });
  await faults.add('status', '500', '--count', '3', '--id', 'thrice');
  for (let round = 0; round < 2; round++) assert.equal((await ask(`${first.url}${ITEM}`)).status, 500);
  await first.stop();
  const second = await startOpenimds({ state });
  const [before] = await faults.list();
  assert.deepEqual([before?.hits, before?.state], [2, 'active']);
  const statuses = [await ask(`${second.url}${ITEM}`), await ask(`${second.url}${ITEM}`)].map(({ status }) => status);
  assert.deepEqual(statuses, [500, 200]);
  const [after] = await faults.list();
  assert.deepEqual([after?.hits, after?.state], [3, 'spent']);
});

test('a configuration declares faults, which follow it', async () => {
  const state = temporaryFolder();
  const text = (faults: string): string => `instances:\n  - tags: { team: web }\nfaults:\n${faults}`;
  const file = configurationFile(
    text('  - { id: broken, status: 500, tags: { team: web } }\n  - { preset: token-outage }\n'),
  );
  const running = await startOpenimds({ state, configurationFile: file });
  const faults = faultsOf(state);
  const declared = await faults.list();
  assert.deepEqual(
    declared.map(({ id, does, declaredBy }) => [id, does, declaredBy]),
    [
      ['broken', 'status 500', 'configuration'],
      ['declared-2', 'status 503', 'configuration'],
    ],
  );
  assert.equal((await ask(`${running.url}${ITEM}`)).status, 500);
  await faults.add('latency', '1ms', '--id', 'mine');
  writeFileSync(file, text('  - { id: broken, status: 502, tags: { team: web } }\n'));
  while (!running.events().some(({ event }) => event === 'reloaded'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await ask(`${running.url}${ITEM}`)).status, 502);
  assert.deepEqual((await faults.list()).map(({ id }) => id).toSorted(), ['broken', 'mine']);
  writeFileSync(file, text('  - { id: broken, latency: soon }\n'));
  while (!running.events().some(({ event }) => event === 'reload-refused'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.match(running.events().at(-1)?.message ?? '', /faults\[0\]\.latency: expected a duration/);
  assert.equal((await ask(`${running.url}${ITEM}`)).status, 502);
});
