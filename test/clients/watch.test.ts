// `openimds watch` beside a running service, and the other ways out of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { suite, test } from 'node:test';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';

import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { openimds, OPENIMDS, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { bareEnvironment } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

interface Shown {
  readonly path: string;
  readonly version: number;
  readonly status: number;
}

/** A `watch` that runs, whose lines come one by one. */
function watching(state: string, ...flags: readonly string[]) {
  const child = spawn(process.execPath, [OPENIMDS, 'watch', '--state', state, ...flags], {
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next(): Promise<Shown> {
      const { value, done } = await lines.next();
      assert.ok(done !== true, stderr);
      return JSON.parse(value) as Shown;
    },
    async end(): Promise<number | null> {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

/** Asks until the watcher has shown something: it takes a moment to begin. */
async function firstShown(watcher: ReturnType<typeof watching>, again: () => Promise<unknown>): Promise<Shown> {
  const shown = watcher.next();
  let isShown = false;
  void shown.finally(() => (isShown = true));
  while (!isShown) {
    await again();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return shown;
}

suite('what happens can be seen as it happens', async () => {
  const [state, hooks] = [temporaryFolder(), createServer()];
  const delivered: { readonly headers: Record<string, unknown>; readonly body: string }[] = [];
  let told = (): void => {};
  hooks.on('request', (message, response) => {
    let body = '';
    message.setEncoding('utf8').on('data', (text: string) => (body += text));
    message.on('end', () => {
      delivered.push({ headers: message.headers, body });
      response.end();
      told();
    });
  });
  hooks.listen({ host: '127.0.0.1', port: 0 }).unref();
  await once(hooks, 'listening');
  const hook = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/hook`;
  const running: OpenimdsProcess = await startOpenimds({
    state,
    flags: ['--events'],
    configuration: `
instances: [{ metadataOptions: { httpTokens: optional } }]
telemetry:
  webhooks: { pager: { url: "${hook}", secret: a-secret } }
  alarmActions: { "arn:aws:sns:us-east-1:123456789012:pager": pager }
`,
  });
  const { url, ready } = running;

  test('by whoever watches: every request, or those wanted', async () => {
    const token = await tokenAt(url);
    const all = watching(state);
    const shown = await firstShown(all, () => read(url, '/latest/meta-data/instance-id', token));
    assert.deepEqual([shown.path, shown.version, shown.status], ['/latest/meta-data/instance-id', 2, 200]);
    const wanted = watching(state, '--json', '--imds-version', '1', '--path', '/latest/meta-data/*', '--status', '2xx');
    const first = await firstShown(wanted, async () => {
      await read(url, '/latest/meta-data/ami-id', token);
      await ask(`${url}/latest/dynamic/`);
      await ask(`${url}/latest/meta-data/nothing`);
      await ask(`${url}/latest/meta-data/hostname`);
    });
    assert.deepEqual([first.path, first.version], ['/latest/meta-data/hostname', 1]);
    assert.deepEqual([await all.end(), await wanted.end()], [0, 0]);
  });

  test('and a watch of nothing that runs says so', async () => {
    const said = await openimds(['watch', '--state', temporaryFolder()]);
    assert.equal(said.code, 1);
    assert.match(said.stderr, /openimds up/);
    assert.equal((await openimds(['watch', '--status', 'good'])).code, 2);
  });

  test('on stdout with --events, after the line that says that all is ready', async () => {
    await ask(`${url}/latest/meta-data/local-ipv4`);
    const found = (): unknown =>
      running.events().find((line) => (line as object as { path?: string }).path === '/latest/meta-data/local-ipv4');
    while (found() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((found() as { event: string }).event, 'request');
  });

  test('and an alarm tells a webhook, signed', async () => {
    const { api, region, credentials } = ready;
    const cloudwatch = new CloudWatchClient({ endpoint: api.url, region, credentials: { ...credentials } });
    const AlarmName = 'imdsv1';
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'AWS/EC2',
        MetricName: 'MetadataNoTokenRejected',
        Dimensions: [{ Name: 'InstanceId', Value: ready.instances[0]?.id ?? '' }],
        Statistic: 'Sum',
        Period: 300,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: ['arn:aws:sns:us-east-1:123456789012:pager'],
        OKActions: [hook],
      }),
    );
    const delivery = async (state: string): Promise<(typeof delivered)[number]> => {
      for (;;) {
        const found = delivered.find(({ body }) => body.includes(`"NewStateValue":"${state}"`));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => (told = resolve));
      }
    };
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill' }));
    assert.match(String((await delivery('ALARM')).headers['openimds-signature']), /^t=\d+,v1=[\da-f]{64}$/);
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'it is over' }));
    assert.equal((await delivery('OK')).headers['openimds-signature'], undefined, 'a bare URL has no secret');
    const { MetricAlarms: [alarm] = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    );
    assert.equal(alarm?.StateReason, 'it is over');
  });

  test('and it stops while somebody watches', async () => {
    const watcher = watching(state);
    await firstShown(watcher, () => ask(`${url}/latest/meta-data/`));
    assert.equal((await running.stop()).code, 0);
    await watcher.end();
  });
});
