import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { libraryNames } from '#stage';
import { read } from './read.test-support.ts';
import { aSpotInstance, startImds } from './index.ts';
import type { PlayedScenario, ScenarioDeclaration, ScenarioStep } from './index.ts';

const A_SCENARIO = (...steps: readonly ScenarioStep[]): ScenarioDeclaration => ({ name: 'a test', steps });

/** What happened at which time. */
function course({ progress }: PlayedScenario): readonly string[] {
  return progress.map((step) => `${step.kind} ${'atMs' in step ? step.atMs : 0}`);
}

suite('a scenario in a test', () => {
  for (const name of libraryNames())
    test(`the ready ${name} goes as it expects, by itself`, async () => {
      await using imds = await startImds();
      const beganMs = imds.clock.now();
      const { progress } = await imds.play(name, { virtual: true });
      const [last] = progress.slice(-1);
      assert.deepEqual([last?.kind === 'end' && last.outcome], ['passed']);
      assert.equal(last !== undefined && 'atMs' in last && last.atMs, imds.clock.now() - beganMs);
    });

  test('takes its steps as the test turns the clock', async () => {
    await using imds = await startImds({ instances: [aSpotInstance()] });
    const played = imds.play('spot-reclaim');
    await imds.clock.advance(34_999);
    assert.ok(await read(imds, 'events/recommendations/rebalance'));
    assert.equal(await read(imds, 'spot/instance-action'), undefined);
    await imds.clock.advance(1);
    assert.match((await read(imds, 'spot/instance-action')) ?? '', /terminate/);
    await imds.clock.advance(300_000);
    assert.equal(course(await played).at(-1), 'end 160000');
  });

  test('is a value or a file too, faster if need be, and counts', async () => {
    await using imds = await startImds();
    const steps: readonly ScenarioStep[] = [
      { traffic: { name: 'app', every: '1s', for: '10s', only: [200, 503] } },
      { at: '5s', fault: { id: 'down', status: 503 } },
    ];
    const { counts } = await imds.play(A_SCENARIO(...steps), { virtual: true });
    assert.deepEqual(counts, { app: { 200: 5, 503: 5 } });
    const folder = mkdtempSync(join(tmpdir(), 'openimds-play-'));
    after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'scenario.yaml');
    writeFileSync(file, JSON.stringify(A_SCENARIO(...steps)));
    const sooner = await imds.play(file, { virtual: true, speed: 10, keep: true });
    assert.equal(course(sooner).at(-1), 'end 900');
    await assert.rejects(read(imds, 'instance-id'), 'the fault was kept');
  });

  test('rejects with all that did not go as it expects, and puts everything back', async () => {
    await using imds = await startImds();
    const wrong = A_SCENARIO(
      { options: { httpEndpoint: 'disabled' } },
      { after: '90s', expect: { path: 'meta-data/instance-id' } },
      { expect: { path: 'meta-data/', status: 200 } },
    );
    await assert.rejects(imds.play(wrong, { virtual: true }), {
      message:
        'the scenario "a test" did not go as it expects:\n' +
        'after 90s: meta-data/instance-id by IMDSv2 answers 200: it answered no-token\n' +
        'after 90s: meta-data/ by IMDSv2 answers 200: it answered no-token',
    });
    assert.ok(await read(imds, 'instance-id'));
  });

  test('that is wrong is refused with all that is, and nothing happens', async () => {
    await using imds = await startImds();
    const wrong = A_SCENARIO({ at: 'soon', say: 'x' }, { say: 'x', endFault: 'y' });
    await assert.rejects(imds.play(wrong), /the scenario:\d+:\d+: steps\[0\]\.at: expected a duration/);
    await assert.rejects(imds.play('spot-reclam'), /no ready scenario of that name; there are boot-storm/);
    await assert.rejects(imds.play('spot-reclaim', { speed: 0 }), /speed from 0\.01/);
    await imds.clock.advance(1000);
    assert.ok(await read(imds, 'instance-id'));
  });

  test('is broken off by a reset, also while an answer is held back, and leaves nothing behind', async () => {
    await using imds = await startImds();
    const path = 'meta-data/instance-id';
    const stuck = imds.play(A_SCENARIO({ fault: { id: 'hang', stall: 'forever' } }, { expect: { path } }));
    const brokenOff = assert.rejects(stuck, /"a test" was broken off/);
    await imds.clock.advance(10);
    await imds.reset();
    await brokenOff;
    assert.ok(await read(imds, 'instance-id'));
  });

  test('has the clock for itself while time passes by itself', async () => {
    await using imds = await startImds();
    const played = imds.play(A_SCENARIO({ at: '1m', say: 'a minute' }), { virtual: true });
    await assert.rejects(imds.clock.advance(1), /passes by itself/);
    await played;
    await imds.clock.advance(1);
  });
});

suite('delays of faults', () => {
  const path = 'meta-data/instance-id';

  test('pass for clients of a scenario as its time passes, the same every time', async () => {
    const slow = A_SCENARIO(
      { fault: { id: 'slow', latency: '100ms..1s', methods: ['GET'] } },
      { traffic: { name: 'app', every: '5s', for: '60s', clients: 3, only: [200] } },
      { at: '2m', endFault: 'slow' },
      { fault: { id: 'hang', stall: 'forever' } },
      { expect: { path, status: 'no-token' } },
      { at: '3m', endFault: 'hang' },
      { fault: { id: 'drip', drip: 10, methods: ['GET'] } },
      { expect: { path, status: 'timeout' } },
    );
    const run = async (): Promise<PlayedScenario> => {
      await using imds = await startImds();
      return await imds.play(slow, { virtual: true });
    };
    const [one, other] = [await run(), await run()];
    assert.deepEqual(one, other);
    assert.deepEqual(one.counts, { app: { 200: 36 } });
    const met = one.progress.filter(({ kind }) => kind === 'met').map((step) => 'atMs' in step && step.atMs);
    assert.deepEqual(met, [122_000, 182_000], 'a client gives up after two seconds');
  });

  test('pass for the test too where the clock is said to rule them', async () => {
    await using imds = await startImds({ faultDelays: 'clock' });
    await using _slow = await imds.fault({ latency: '30s', methods: ['GET'] });
    const before = imds.clock.now();
    let answered = 0;
    const asking = [1, 2].map(async () => {
      assert.ok(await read(imds, 'instance-id'));
      answered++;
    });
    await imds.heldUp(2);
    await imds.clock.advance(29_999);
    assert.equal(answered, 0);
    await imds.clock.advance(1);
    await Promise.all(asking);
    assert.equal(imds.clock.now() - before, 30_000);
    await assert.rejects(imds.heldUp(1, 10), /fewer than 1 by the clock in 10 ms/);
  });

  test('drip as the clock is turned, byte by byte', async () => {
    await using imds = await startImds({ faultDelays: 'clock' });
    await using _drip = await imds.fault({ drip: 20, methods: ['GET'] });
    const asking = read(imds, 'instance-id');
    await imds.heldUp();
    await imds.clock.advance(30_000);
    assert.match((await asking) ?? '', /^i-/);
  });
});
