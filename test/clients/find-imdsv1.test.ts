// The guide that finds who still uses IMDSv1, as it stands, with every AWS CLI there is; and the alarm in it, with its clock turned.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { suite, test } from 'node:test';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';

import { startImds } from '../../src/testing/index.ts';
import { anyOf, everyAwsCli, needs } from './available.test-support.ts';
import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const ID = 'i-0123456789abcdef0';
const PATH = '/latest/meta-data/instance-id';
const guide = readFileSync(new URL('../../docs/guides/find-imdsv1.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
const clis = everyAwsCli();

for (const cli of clis.length === 0 ? ['aws'] : clis) {
  suite(`the guide to IMDSv1 with ${cli}`, needs(anyOf(clis, 'aws (Debian package awscli)')), async () => {
    const configuration = `instances: [{ id: ${ID}, metadataOptions: { httpTokens: optional } }]`;
    const { url, ready } = await startOpenimds({ configuration });
    const { api, region, credentials } = ready;
    for (let calls = 0; calls < 3; calls++) await ask(`${url}${PATH}`);

    /** Runs the commands of a block for the AWS CLI; `watch` has a test of its own. */
    const aws = async (which: RegExp): Promise<string> => {
      const block = blocks.find((text) => which.test(text)) ?? '';
      const script = block.replaceAll(/^openimds watch.*$/gm, '');
      const said = await run('sh', ['-ec', `aws() { command aws --endpoint-url "${api.url}" "$@"; }\n${script}`], {
        environment: {
          PATH: `${dirname(cli)}:${process.env['PATH'] ?? ''}`,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_DEFAULT_REGION: region,
          AWS_DEFAULT_OUTPUT: 'json',
          AWS_PAGER: '',
        },
      });
      assert.equal(said.code, 0, `${block}\n${said.stderr}`);
      return said.text;
    };

    test('lists the instances that use it most', async () => {
      const { MetricDataResults } = JSON.parse(await aws(/get-metric-data/)) as {
        MetricDataResults: { Label: string; Values: number[] }[];
      };
      assert.deepEqual(
        MetricDataResults.map(({ Label, Values }) => [Label, ...Values]),
        [[ID, 3]],
      );
    });

    test('sets an alarm, enforces IMDSv2, and keeps the proof', async () => {
      assert.equal(await aws(/put-metric-alarm/), '');
      assert.match(await aws(/modify-instance-metadata-options/), /"HttpTokens": "required"/);
      assert.equal((await ask(`${url}${PATH}`)).status, 401);
      assert.match(await aws(/AttributeValue=ModifyInstanceMetadataOptions/), /ModifyInstanceMetadataOptionsRequest/);
    });
  });
}

test('an alarm tells its webhook when v1 is used, and when only v2 is', async (t) => {
  const told: { NewStateValue: string; NewStateReason: string }[] = [];
  let heard = (): void => {};
  const hooks = createServer(async (message, response) => {
    let body = '';
    for await (const chunk of message) body += String(chunk);
    told.push(JSON.parse(body) as (typeof told)[number]);
    response.end();
    heard();
  });
  hooks.listen({ host: '127.0.0.1', port: 0 });
  await once(hooks, 'listening');
  t.after(() => hooks.close());
  const hook = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;
  const startTime = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  await using imds = await startImds({
    startTime,
    instances: [{ id: ID, metadataOptions: { httpTokens: 'optional' } }],
  });
  const { url: endpoint, region, credentials } = imds.api;
  const cloudwatch = new CloudWatchClient({ endpoint, region, credentials: { ...credentials } });
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'imdsv1',
      Namespace: 'AWS/EC2',
      MetricName: 'MetadataNoToken',
      Dimensions: [{ Name: 'InstanceId', Value: ID }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [hook],
      OKActions: [hook],
    }),
  );
  const next = async (count: number): Promise<(typeof told)[number] | undefined> => {
    while (told.length < count) await new Promise<void>((resolve) => (heard = resolve));
    return told[count - 1];
  };
  await ask(`${imds.url}${PATH}`);
  await imds.clock.advance(65_000);
  const fired = await next(1);
  assert.equal(fired?.NewStateValue, 'ALARM');
  assert.match(fired.NewStateReason, /1 out of the last 1 datapoints \[1\.0 .* was greater than the threshold/);
  await read(imds.url, PATH, await tokenAt(imds.url));
  await imds.clock.advance(60_000);
  assert.equal((await next(2))?.NewStateValue, 'OK');
});
