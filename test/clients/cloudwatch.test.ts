// A hundred thousand metadata requests of every kind, over sockets and through restarts: what CloudWatch's clients read must
// be what whoever asked counted.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { CloudWatchClient, GetMetricDataCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';

import { anyOf, everyAwsCli, everyPythonWith, needs, wholeLoopback } from './available.test-support.ts';
import { tokenAt } from './imds-client.test-support.ts';
import { askMany } from './many-requests.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const REQUESTS = 100_000;
const OPTIONAL = { id: 'i-0000000000000000a', host: '127.0.8.1' };
const REQUIRED = { id: 'i-0000000000000000b', host: '127.0.8.2' };
const ANOTHER = { id: 'i-0000000000000000c', host: '127.0.8.3' };
const INSTANCES = [OPTIONAL, REQUIRED, ANOTHER];
const CONFIGURATION = `
instances:
  - { id: ${OPTIONAL.id}, metadataOptions: { httpTokens: optional }, attach: [{ destination: ${OPTIONAL.host} }] }
  - { id: ${REQUIRED.id}, metadataOptions: { httpTokens: required }, attach: [{ destination: ${REQUIRED.host} }] }
  - { id: ${ANOTHER.id}, metadataOptions: { httpTokens: optional }, attach: [{ destination: ${ANOTHER.host} }] }
`;
const CALLS = fileURLToPath(new URL('cloudwatch_calls.py', import.meta.url));
const pythons = everyPythonWith('boto3');
const clis = everyAwsCli();

type Sums = Record<string, { MetadataNoToken: number; MetadataNoTokenRejected: number }>;

/** What was asked and answered, by whoever asked. */
const counted: Sums = Object.fromEntries(
  INSTANCES.map(({ id }) => [id, { MetadataNoToken: 0, MetadataNoTokenRejected: 0 }]),
);
const fromSeconds = Math.floor(Date.now() / 60_000) * 60 - 300;
const state = temporaryFolder();
const start = (): Promise<OpenimdsProcess> => startOpenimds({ state, configuration: CONFIGURATION });

/** Asks of every kind there is, and counts what CloudWatch should count. */
async function ask({ port }: OpenimdsProcess, count: number): Promise<void> {
  const tokens = await Promise.all(INSTANCES.map(({ host }) => tokenAt(`http://${host}:${port}`)));
  const get = (path: string, token?: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\n${token === undefined ? '' : `X-aws-ec2-metadata-token: ${token}\r\n`}\r\n`;
  const kinds = [
    get('/latest/meta-data/instance-id'),
    get('/latest/meta-data/'),
    get('/latest/meta-data/no-such-category'),
    get('/latest/meta-data/instance-id', 'not-a-token'),
    'PUT /latest/api/token HTTP/1.1\r\nHost: x\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\n\r\n',
    'POST /latest/meta-data/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
  ];
  const isGetWithoutToken = (kind: number): boolean => kind < 3;
  const kindOf = (index: number): number => Math.floor(index / INSTANCES.length) % (kinds.length + 1);
  await askMany(
    count,
    (index) => {
      const which = index % INSTANCES.length;
      const text = kinds[kindOf(index)] ?? get('/latest/meta-data/instance-id', tokens[which]);
      return { host: INSTANCES[which]?.host ?? '', port, text };
    },
    (index, status) => {
      const sums = counted[INSTANCES[index % INSTANCES.length]?.id ?? ''];
      if (sums === undefined || !isGetWithoutToken(kindOf(index))) return;
      if (status === 200) sums.MetadataNoToken++;
      if (status === 401) sums.MetadataNoTokenRejected++;
    },
  );
}

/** From well before the first request to well after the last. */
const range = (): { readonly StartTime: Date; readonly EndTime: Date } => ({
  StartTime: new Date(fromSeconds * 1000),
  EndTime: new Date(Date.now() + 120_000),
});

async function readBySdk(cloudwatch: CloudWatchClient): Promise<Sums> {
  const sums: Sums = {};
  for (const { id } of INSTANCES) {
    const sum = async (MetricName: string): Promise<number> => {
      const Dimensions = [{ Name: 'InstanceId', Value: id }];
      const metric = { Namespace: 'AWS/EC2', MetricName, Dimensions };
      const statistics = new GetMetricStatisticsCommand({ ...metric, ...range(), Period: 60, Statistics: ['Sum'] });
      const { Datapoints = [] } = await cloudwatch.send(statistics);
      const MetricStat = { Metric: metric, Stat: 'Sum', Period: 60 };
      const data = new GetMetricDataCommand({ ...range(), MetricDataQueries: [{ Id: 'm1', MetricStat }] });
      const { MetricDataResults: [{ Values = [] } = {}] = [] } = await cloudwatch.send(data);
      const total = Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
      assert.equal(
        Values.reduce((all, value) => all + value, 0),
        total,
      );
      return total;
    };
    sums[id] = {
      MetadataNoToken: await sum('MetadataNoToken'),
      MetadataNoTokenRejected: await sum('MetadataNoTokenRejected'),
    };
  }
  return sums;
}

function sdk({ ready }: OpenimdsProcess, protocol?: object): CloudWatchClient {
  const { api, region, credentials } = ready;
  const settings = { endpoint: api.url, region, credentials: { ...credentials }, maxAttempts: 1 };
  return new CloudWatchClient(protocol === undefined ? settings : { ...settings, protocol: protocol as never });
}

suite('CloudWatch counts what was asked', needs(wholeLoopback), async () => {
  // A stop in good order, and a kill once everything is said to be counted.
  const first = await start();
  await ask(first, REQUESTS * 0.4);
  assert.equal((await first.stop()).code, 0);
  const second = await start();
  await ask(second, REQUESTS * 0.4);
  const beforeKill = await readBySdk(sdk(second));
  await second.stop('SIGKILL');
  assert.deepEqual(beforeKill, counted);
  const third = await start();
  await ask(third, REQUESTS * 0.2);
  const { api, region, credentials } = third.ready;
  const environment = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
  };

  test('and only that, after restarts, in every protocol that clients speak', async () => {
    assert.ok(Object.values(counted).some(({ MetadataNoToken }) => MetadataNoToken > 5000));
    assert.deepEqual(await readBySdk(sdk(third)), counted);
    assert.deepEqual(await readBySdk(sdk(third, AwsQueryProtocol)), counted);
    assert.deepEqual(await readBySdk(sdk(third, SmithyRpcV2CborProtocol)), counted);
  });

  for (const cli of clis.length === 0 ? ['aws'] : clis) {
    test(`read by ${cli}`, needs(anyOf(clis, 'aws (Debian package awscli)')), async () => {
      const wanted = [
        [OPTIONAL.id, 'MetadataNoToken'],
        [REQUIRED.id, 'MetadataNoTokenRejected'],
      ] as const;
      for (const [id, name] of wanted) {
        const { StartTime, EndTime } = range();
        const times = ['--start-time', StartTime.toISOString(), '--end-time', EndTime.toISOString()];
        const metric = ['--namespace', 'AWS/EC2', '--metric-name', name, '--dimensions', `Name=InstanceId,Value=${id}`];
        const call = [
          'cloudwatch',
          'get-metric-statistics',
          ...metric,
          '--statistics',
          'Sum',
          '--period',
          '60',
          ...times,
        ];
        const said = await run(cli, ['--endpoint-url', api.url, '--output', 'json', ...call], { environment });
        assert.equal(said.code, 0, said.stderr);
        const { Datapoints } = JSON.parse(said.text) as { Datapoints: { Sum: number }[] };
        assert.equal(
          Datapoints.reduce((sum, { Sum }) => sum + Sum, 0),
          counted[id]?.[name],
        );
      }
    });
  }

  for (const python of pythons.length === 0 ? ['python3'] : pythons) {
    test(
      `read by boto3 of ${python}`,
      needs(anyOf(pythons, 'python3 with boto3 (Debian package python3-boto3)')),
      async () => {
        const times = [String(fromSeconds), String(Math.floor(Date.now() / 1000) + 120)];
        const said = await run(python, [CALLS, api.url, region, ...times, ...INSTANCES.map(({ id }) => id)], {
          environment,
        });
        assert.equal(said.code, 0, said.stderr);
        assert.deepEqual(JSON.parse(said.text), counted);
      },
    );
  }
});
