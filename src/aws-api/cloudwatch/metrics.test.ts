import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import type { GetMetricDataCommandInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { RequestCount } from '#model';
import { anApi, anInstance, errorOf } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const MINUTE = 60_000;
const ONE = 'i-0123456789abcdef0';
const TWO = 'i-0fedcba9876543210';

/** An API in whose account an instance asked for metadata, the first time ten minutes ago. */
async function observed(t: TestContext, minutes: readonly Partial<RequestCount>[]) {
  const on = await anApi(t);
  const startMs = Math.floor(on.nowMs() / (5 * MINUTE)) * 5 * MINUTE - 10 * MINUTE;
  tell(on, ONE, startMs, minutes);
  return { on, startMs, cloudwatch: on.clients().cloudwatch };
}

function tell(on: AnApi, instanceId: string, startMs: number, minutes: readonly Partial<RequestCount>[]): void {
  const none = {
    noToken: 0,
    noTokenRejected: 0,
    withToken: 0,
    tokensIssued: 0,
    refused: 0,
    credentialReads: 0,
    bytes: 0,
  };
  const counts = minutes.map((said, minute) => ({ instanceId, minuteMs: startMs + minute * MINUTE, ...none, ...said }));
  on.telemetry.observe({ ...NOTHING, counts });
}

const NOTHING = { counts: [], events: [], dropped: 0, unknownCallers: 0, refusals: {} };

const statistics = (startMs: number, said: object = {}): GetMetricStatisticsCommand =>
  new GetMetricStatisticsCommand({
    Namespace: 'AWS/EC2',
    MetricName: 'MetadataNoToken',
    Dimensions: [{ Name: 'InstanceId', Value: ONE }],
    StartTime: new Date(startMs),
    EndTime: new Date(startMs + 10 * MINUTE),
    Period: 60,
    Statistics: ['Sum'],
    ...said,
  });

test('a minute in which an instance asked for metadata is a sample, and one in which it did not is none', async (t) => {
  const { cloudwatch, startMs } = await observed(t, [{ noToken: 3 }, { withToken: 2 }]);
  const { Label, Datapoints = [] } = await cloudwatch.send(statistics(startMs));
  assert.equal(Label, 'MetadataNoToken');
  assert.deepEqual(Datapoints, [
    { Timestamp: new Date(startMs), Sum: 3, Unit: 'Count' },
    { Timestamp: new Date(startMs + MINUTE), Sum: 0, Unit: 'Count' },
  ]);
});

test('rejected calls are a metric of their own, zero where there were none once there was one', async (t) => {
  const { cloudwatch, startMs } = await observed(t, [{ noTokenRejected: 4, refused: 5 }, { withToken: 2 }]);
  const rejected = await cloudwatch.send(statistics(startMs, { MetricName: 'MetadataNoTokenRejected' }));
  assert.deepEqual(
    rejected.Datapoints?.map(({ Sum }) => Sum),
    [4, 0],
  );
});

test('all statistics of a period of five minutes are those of its minutes', async (t) => {
  const { cloudwatch, startMs } = await observed(
    t,
    [1, 9, 2, 8, 5].map((noToken) => ({ noToken })),
  );
  const { Datapoints = [] } = await cloudwatch.send(
    statistics(startMs, {
      Period: 300,
      Statistics: ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'],
      ExtendedStatistics: ['p50', 'p99.9', 'p0'],
    }),
  );
  assert.deepEqual(Datapoints, [
    {
      Timestamp: new Date(startMs),
      Unit: 'Count',
      Sum: 25,
      SampleCount: 5,
      Average: 5,
      Minimum: 1,
      Maximum: 9,
      ExtendedStatistics: { p50: 5, 'p99.9': 9, p0: 1 },
    },
  ]);
});

test('periods begin with the start of the query, which is rounded down to the minute', async (t) => {
  const { cloudwatch, startMs } = await observed(
    t,
    [1, 2, 3, 4].map((noToken) => ({ noToken })),
  );
  const { Datapoints = [] } = await cloudwatch.send(statistics(startMs + MINUTE + 20_000, { Period: 120 }));
  assert.deepEqual(
    Datapoints.map(({ Timestamp, Sum }) => [Timestamp?.getTime(), Sum]),
    [
      [startMs + MINUTE, 5],
      [startMs + 3 * MINUTE, 4],
    ],
  );
});

test('what is nobody’s, of another Region, another unit or another metric has no data', async (t) => {
  const { on, cloudwatch, startMs } = await observed(t, [{ noToken: 3 }]);
  for (const said of [
    { MetricName: 'CPUUtilization' },
    { Namespace: 'AWS/EBS' },
    { Dimensions: [] },
    { Dimensions: [{ Name: 'InstanceId', Value: TWO }] },
    { Unit: 'Bytes' },
  ])
    assert.deepEqual((await cloudwatch.send(statistics(startMs, said))).Datapoints ?? [], [], JSON.stringify(said));
  const elsewhere = on.clients(on.root, 'eu-west-1').cloudwatch;
  assert.deepEqual((await elsewhere.send(statistics(startMs))).Datapoints ?? [], []);
  assert.deepEqual((await elsewhere.send(new ListMetricsCommand({}))).Metrics ?? [], []);
});

test('what is wrong with a query of statistics is told by name', async (t) => {
  const { cloudwatch, startMs } = await observed(t, []);
  const wrong = (said: object): Promise<string | undefined> => errorOf(cloudwatch.send(statistics(startMs, said)));
  assert.equal(await wrong({ Statistics: undefined }), 'MissingRequiredParameterException');
  assert.equal(await wrong({ Period: 61 }), 'InvalidParameterValueException');
  assert.equal(await wrong({ Period: 0 }), 'InvalidParameterValueException');
  assert.equal(await wrong({ ExtendedStatistics: ['p101'] }), 'InvalidParameterValueException');
  assert.equal(await wrong({ EndTime: new Date(startMs) }), 'InvalidParameterValueException');
  const tooMany = { StartTime: new Date(startMs - 86_400_000 * 2) };
  assert.equal(await wrong(tooMany), 'InvalidParameterCombinationException');
});

test('metrics are listed by instance, name and recent activity, page by page', async (t) => {
  const { on, cloudwatch, startMs } = await observed(t, [{ noTokenRejected: 1 }]);
  tell(on, TWO, startMs - 4 * 60 * MINUTE, [{ noToken: 1 }]);
  const listed = async (said: object = {}): Promise<readonly string[]> => {
    const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand(said));
    return Metrics.map(({ MetricName, Dimensions }) => `${MetricName} ${Dimensions?.[0]?.Value}`);
  };
  const first = [`MetadataNoToken ${ONE}`, `MetadataNoTokenRejected ${ONE}`];
  assert.deepEqual(await listed(), [...first, `MetadataNoToken ${TWO}`]);
  assert.deepEqual(await listed({ RecentlyActive: 'PT3H' }), first);
  assert.deepEqual(await listed({ MetricName: 'MetadataNoTokenRejected' }), first.slice(1));
  assert.deepEqual(await listed({ Dimensions: [{ Name: 'InstanceId', Value: TWO }] }), [`MetadataNoToken ${TWO}`]);
  assert.deepEqual(await listed({ Namespace: 'AWS/S3' }), []);
  for (let index = 0; index < 600; index++)
    tell(on, `i-${index.toString(16).padStart(8, '0')}`, startMs, [{ withToken: 1 }]);
  let pages = 0;
  const seen = new Set<string>();
  for await (const { Metrics = [] } of paginateListMetrics({ client: cloudwatch }, {})) {
    pages++;
    for (const { MetricName, Dimensions } of Metrics) seen.add(`${MetricName} ${Dimensions?.[0]?.Value}`);
  }
  assert.deepEqual([pages, seen.size], [2, 603]);
  assert.equal(await errorOf(cloudwatch.send(new ListMetricsCommand({ NextToken: 'x' }))), 'InvalidNextToken');
});

test('an instance that runs and asks for nothing has a zero a minute, is listed and found', async (t) => {
  const on = await anApi(t);
  const { cloudwatch } = on.clients();
  const startMs = Math.ceil(on.nowMs() / MINUTE) * MINUTE;
  const launched = anInstance('idle', { launchTimeMs: startMs });
  const stopped = anInstance('stopped', { launchTimeMs: startMs, state: 'stopped' });
  const of = ({ id }: { readonly id: string }) => ({ Dimensions: [{ Name: 'InstanceId', Value: id }] });
  await on.put('instance', launched);
  await on.put('instance', stopped);
  const { Metrics: none = [] } = await cloudwatch.send(new ListMetricsCommand({}));
  assert.deepEqual(none, [], 'no minute has ended');
  on.turn(startMs - on.nowMs() + 3 * MINUTE);
  const data = async (said: object = {}): Promise<unknown> =>
    (
      await cloudwatch.send(statistics(startMs, { Statistics: ['Sum', 'SampleCount'], ...of(launched), ...said }))
    ).Datapoints?.map(({ Sum, SampleCount }) => [Sum, SampleCount]) ?? [];
  const zero = [0, 1];
  assert.deepEqual(await data(), [zero, zero, zero]);
  assert.deepEqual(await data({ Period: 300 }), [[0, 3]]);
  assert.deepEqual(await data(of(stopped)), [], 'stopped');
  assert.deepEqual(await data({ MetricName: 'MetadataNoTokenRejected' }), [], 'nothing was ever rejected');
  tell(on, launched.id, startMs + MINUTE, [{ noToken: 4, noTokenRejected: 2 }]);
  assert.deepEqual(await data(), [zero, [4, 1], zero]);
  assert.deepEqual(await data({ MetricName: 'MetadataNoTokenRejected' }), [zero, [2, 1], zero]);
  const elsewhere = on.clients(on.root, 'eu-west-1').cloudwatch;
  assert.deepEqual((await elsewhere.send(statistics(startMs, of(launched)))).Datapoints ?? [], []);
  on.telemetry.recordRuns([
    {
      instanceId: stopped.id,
      owner: { accountId: '123456789012', region: 'us-east-1' },
      fromMs: startMs,
      toMs: startMs + 1,
    },
  ]);
  const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ MetricName: 'MetadataNoToken' }));
  assert.deepEqual(
    Metrics.map(({ Dimensions }) => Dimensions?.[0]?.Value),
    [launched.id, stopped.id].sort(),
  );
  assert.deepEqual(await data(of(stopped)), [zero]);
});

const metric = (Id: string, instance = ONE, Stat = 'Sum', Period = 60): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/EC2',
      MetricName: 'MetadataNoToken',
      Dimensions: [{ Name: 'InstanceId', Value: instance }],
    },
    Stat,
    Period,
  },
});

test('queries are answered together, with metric math between them', async (t) => {
  const { on, cloudwatch, startMs } = await observed(t, [{ noToken: 1 }, { noToken: 3 }, {}]);
  tell(on, TWO, startMs + MINUTE, [{ noToken: 10 }, { noToken: 20 }, { noToken: 40 }]);
  const answer = async (queries: MetricDataQuery[], said: Partial<GetMetricDataCommandInput> = {}) => {
    const range = { StartTime: new Date(startMs), EndTime: new Date(startMs + 10 * MINUTE) };
    const ascending = { ScanBy: 'TimestampAscending' } as const;
    const command = new GetMetricDataCommand({ MetricDataQueries: queries, ...range, ...ascending, ...said });
    const { MetricDataResults = [] } = await cloudwatch.send(command);
    return MetricDataResults.map(({ Label, Values = [] }) => [Label, ...Values]);
  };
  const quiet = (query: MetricDataQuery): MetricDataQuery => ({ ...query, ReturnData: false });
  const both = [quiet(metric('m1')), quiet(metric('m2', TWO))];
  const computed = (Expression: string, said: object = {}): Promise<unknown> =>
    answer([...both, { Id: 'e1', Expression, ...said }]);
  assert.deepEqual(await answer([metric('m1')]), [['MetadataNoToken', 1, 3, 0]]);
  assert.deepEqual(await answer([metric('m1')], { ScanBy: 'TimestampDescending' }), [['MetadataNoToken', 0, 3, 1]]);
  assert.deepEqual(await computed('m1 + m2'), [['e1', 13, 20]]);
  assert.deepEqual(await computed('(m1 - 1) * -2 ^ 2 / 2'), [['e1', 0, -4, 2]]);
  assert.deepEqual(await computed('m2 / m1'), [['e1', 10 / 3]], 'a division by zero leaves no point');
  assert.deepEqual(await computed('SUM(METRICS())', { Label: 'all' }), [['all', 1, 13, 20, 40]]);
  assert.deepEqual(await computed('AVG([m1, m2])'), [['e1', 1, 6.5, 10, 40]]);
  assert.deepEqual(await computed('MAX(METRICS("m")) - MIN(METRICS("m"))'), [['e1', 0, 7, 20, 0]]);
  assert.deepEqual(await computed('m2 / SUM(m2)'), [['e1', 10 / 70, 20 / 70, 40 / 70]]);
  assert.deepEqual(
    await computed('FILL(METRICS(), 0)'),
    [
      ['e1', 1, 3, 0, 0],
      ['e1', 0, 10, 20, 40],
    ].map(([, ...values]) => ['MetadataNoToken', ...values]),
  );
  assert.deepEqual(await computed('RUNNING_SUM(m2)'), [['e1', 10, 30, 70]]);
  const search = `SEARCH('{AWS/EC2,InstanceId} MetricName="MetadataNoToken"', 'Sum', 300)`;
  const found = [
    [ONE, 4],
    [TWO, 70],
  ];
  assert.deepEqual(await answer([{ Id: 'e1', Expression: search }]), found);
  assert.deepEqual(await answer([{ Id: 'e1', Expression: `SUM(${search})`, Label: 'fleet' }]), [['fleet', 74]]);
  assert.deepEqual(await answer([{ Id: 'e1', Expression: `SORT(${search}, SUM, DESC, 1)` }]), found.slice(1));
  const labelled = { Id: 'e1', Expression: search, Label: "v1 of ${PROP('Dim.InstanceId')}" };
  assert.deepEqual(
    await answer([labelled]),
    found.map(([id, value]) => [`v1 of ${id}`, value]),
  );
  const one = `SEARCH('{AWS/EC2,InstanceId} MetricName="MetadataNoToken" InstanceId=("${ONE}" OR "i-1")', 'Maximum', 300)`;
  assert.deepEqual(await answer([{ Id: 'e1', Expression: one }]), [[ONE, 3]]);
  assert.deepEqual(await answer([{ Id: 'e1', Expression: `SEARCH('{AWS/EBS,VolumeId} x', 'Sum')` }]), []);
});

test('datapoints are told in pages', async (t) => {
  const { cloudwatch, startMs } = await observed(
    t,
    [1, 2, 3, 4, 5].map((noToken) => ({ noToken })),
  );
  const values: (number[] | undefined)[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [metric('a'), metric('b')],
        StartTime: new Date(startMs),
        EndTime: new Date(startMs + 10 * MINUTE),
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 4,
        NextToken,
      }),
    );
    values.push((page.MetricDataResults ?? []).map(({ Values }) => Values));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  assert.deepEqual(values, [[[1, 2, 3, 4]], [[5], [1, 2, 3]], [[4, 5]]]);
});

test('what is wrong with a query of data says which and why', async (t) => {
  const { cloudwatch, startMs } = await observed(t, [{ noToken: 1 }]);
  const told = async (...queries: MetricDataQuery[]): Promise<string> => {
    const range = { StartTime: new Date(startMs), EndTime: new Date(startMs + MINUTE) };
    const call = cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries: queries, ...range }));
    return call.then(
      () => 'answered',
      (error: Error) => error.message,
    );
  };
  const expression = (Expression: string): Promise<string> => told(metric('m1'), { Id: 'e1', Expression });
  assert.match(await told({ ...metric('M1') }), /pattern/);
  assert.match(await told(metric('m1'), metric('m1')), /unique: m1/);
  assert.match(await told({ Id: 'e1' }), /either MetricStat or Expression/);
  assert.match(await told(metric('m1', ONE, 'Median')), /Median for parameter Stat/);
  assert.match(await expression('m1 +'), /'e1': it ends too early/);
  assert.match(await expression('m1 $ 2'), /unexpected "\$ 2"/);
  assert.match(await expression('m7 * 2'), /no query with the id m7/);
  assert.match(await expression('e1 * 2'), /refers to itself|no query with the id e1/);
  assert.match(await expression('ANOMALY_DETECTION_BAND(m1)'), /not offered: METRICS, SEARCH, SUM/);
  assert.match(await expression('SUM(m1)'), /a number, not to a time series/);
  assert.match(await expression(`${'('.repeat(200)}m1${')'.repeat(200)}`), /nested too deeply/);
});
