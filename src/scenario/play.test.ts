import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AService, brief } from './a-service.test-support.ts';
import { play, readScenario, scaled, scenarioSchema, VirtualPace, VirtualTime } from './index.ts';
import type { Progress } from './index.ts';

interface Played {
  readonly outcome: string;
  readonly told: readonly string[];
  readonly service: AService;
}

/** `each` is called with the pace at every progress. */
async function playAll(
  steps: readonly unknown[],
  { keep = false, each = () => {} }: { keep?: boolean; each?: (progress: Progress, pace: VirtualPace) => void } = {},
): Promise<Played> {
  const scenario = readScenario(scenarioSchema.parse({ name: 'a test', steps }));
  assert.ok(scenario.ok, scenario.ok ? '' : JSON.stringify(scenario.error));
  const service = new AService();
  const time = new VirtualTime(1000, () => Promise.resolve());
  time.flow();
  const pace = new VirtualPace(time);
  const told: string[] = [];
  const report = (progress: Progress): void => {
    told.push(brief(progress));
    each(progress, pace);
  };
  return { outcome: await play(scenario.value, { service, pace, report, keep }), told, service };
}

const EXPECT = { path: 'meta-data/instance-id' };

suite('a scenario', () => {
  test('takes its steps at their times, with traffic beside them', async () => {
    const { outcome, told } = await playAll([
      { traffic: { name: 'old', version: 1, every: '1s', for: '4s', clients: 2, some: [200, 401] } },
      { at: '2s', options: { httpTokens: 'required' } },
      { after: '1s', expect: { ...EXPECT, version: 1, status: 401 } },
      { at: '1s', expect: { ...EXPECT, body: '^i-1$' } },
    ]);
    assert.equal(outcome, 'passed');
    assert.deepEqual(told, [
      'begin',
      '0 step: 2 clients by IMDSv1: old',
      '1000 met: meta-data/instance-id by IMDSv2 answers 200 with ^i-1$',
      '2000 step: httpTokens required for all instances',
      '3000 met: meta-data/instance-id by IMDSv1 answers 401',
      '3500 old {"200":4,"401":4}',
      '3500 cleaned: again httpTokens optional for i-1',
      '3500 passed',
    ]);
  });

  test('waits for what is to come true in time, and fails when it does not', async () => {
    const outage = { id: 'outage', preset: 'outage' };
    const soon = await playAll([
      { fault: outage },
      { expect: { ...EXPECT, within: '10s' } },
      { at: '5s', endFault: 'outage' },
    ]);
    assert.equal(soon.outcome, 'passed');
    assert.match(soon.told.find((line) => line.includes('met')) ?? '', /^5000 /);
    const never = await playAll([{ fault: outage }, { expect: { ...EXPECT, within: '10s' } }]);
    assert.equal(never.outcome, 'failed');
    assert.ok(never.told.includes('10000 failed: it answered no-token'));
  });

  test('boots until it has booted, or gives up', async () => {
    const { told } = await playAll([
      { fault: { id: 'outage', preset: 'outage' } },
      { bootStorm: { name: 'patient', clients: 3, within: '3s', retryEvery: '2s', only: ['booted'] } },
      { bootStorm: { name: 'hasty', clients: 2, giveUp: '1s', some: ['booted'] } },
      { at: '9s', endFault: 'outage' },
    ]);
    assert.ok(told.includes('10000 patient {"booted":3}'), told.join('\n'));
    assert.ok(told.includes('1000 hasty {"gave-up":2}'));
    assert.ok(told.includes('1000 failed: expected some booted; there was none'));
  });

  test('puts everything back at the end, unless it is to be kept', async () => {
    const steps = [
      { options: { httpTokens: 'required' } },
      { options: { httpTokens: 'optional', httpEndpoint: 'disabled' } },
      { options: { httpTokens: 'required' } },
      { fault: { preset: 'outage' } },
      { event: { rebalanceRecommendation: true } },
    ];
    const { service } = await playAll(steps);
    assert.deepEqual(service.options, { httpTokens: 'optional', httpEndpoint: 'enabled' });
    assert.deepEqual([...service.faults], []);
    assert.deepEqual(service.done, ['fired', 'canceled event-1']);
    const { service: left } = await playAll(steps, { keep: true });
    assert.deepEqual(left.options, { httpTokens: 'required', httpEndpoint: 'disabled' });
    assert.equal(left.faults.size, 1);
  });

  test('puts everything back when it is interrupted, and nothing more happens', async () => {
    const { outcome, told, service } = await playAll(
      [
        { fault: { id: 'outage', preset: 'outage' } },
        { traffic: { name: 'load', for: '1h', only: [200] } },
        { expect: { ...EXPECT, within: '1h' } },
        { at: '10s', say: 'ten seconds' },
        { at: '20m', say: 'too late' },
      ],
      { each: (progress, pace) => void (brief(progress).includes('ten seconds') && pace.interrupt()) },
    );
    assert.equal(outcome, 'interrupted');
    assert.deepEqual([...service.faults], []);
    assert.ok(!told.some((line) => line.includes('too late') || line.includes('failed')));
  });

  test('goes on after a step that could not be taken, and has failed', async () => {
    const { outcome, told } = await playAll([{ fault: { id: 'taken', preset: 'outage' } }, { at: '1s', say: 'on' }]);
    assert.equal(outcome, 'failed');
    assert.deepEqual(told.slice(1, 3), ['0 failed: there is a fault "taken"', '1000 step: on']);
  });

  test('shows no credentials where they are not as expected', async () => {
    const path = 'meta-data/iam/security-credentials/{role}';
    const { told } = await playAll([{ expect: { path, body: 'x' } }]);
    assert.ok(told.includes('0 failed: it answered 200 with another body'), told.join('\n'));
  });
});

suite('what is wrong with a scenario', () => {
  const problems = (steps: readonly unknown[]): readonly string[] => {
    const read = readScenario(scenarioSchema.parse({ name: 'a test', steps }));
    assert.ok(!read.ok);
    return read.error.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  test('is told with its place, all of it at once', () => {
    assert.deepEqual(problems([{ at: '1s', after: '1s', say: 'x' }, { at: '2s' }, { endFault: 'none' }]), [
      'steps.0.after: expected "at" or "after", not both',
      'steps.1: expected exactly one of say, event, fault, endFault, options, expect, traffic, bootStorm, got none',
      'steps.2.endFault: no step before gives a fault this id; there are none',
    ]);
    assert.match(
      problems([{ fault: { status: 42 } }])[0] ?? '',
      /^steps\.0\.fault\.status\.code: expected a whole number/,
    );
    assert.match(problems([{ event: { all: true } }])[0] ?? '', /^steps\.0\.event: expected exactly one of spotInterr/);
    assert.match(
      problems([{ expect: { path: 'x', body: '(' } }])[0] ?? '',
      /^steps\.0\.expect\.body: expected a regular/,
    );
    assert.match(problems([{ options: {} }])[0] ?? '', /^steps\.0\.options: says nothing to change/);
    assert.match(
      problems([{ traffic: { name: 'x', clients: 1000, every: '1ms', for: '1h' } }])[0] ?? '',
      /^steps\.0\.traffic: is 3600000000 requests; at most 1000000/,
    );
  });
});

test('a faster scenario has shorter durations, and what it says otherwise is the same', () => {
  const steps = [{ at: '1m', fault: { latency: '2s', for: '30s' } }, { expect: { within: '0s', path: 'for' } }];
  assert.deepEqual(scaled(steps, 10), [
    { at: '6s', fault: { latency: '2s', for: '3s' } },
    { expect: { within: '0s', path: 'for' } },
  ]);
});
