import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ApiEvent } from '#model';
import { realPlatform } from '../a-platform.test-support.ts';
import { aCount, anEvent, anObservation, OWNER, START_MS } from '../an-observation.test-support.ts';
import { EPHEMERAL_RETENTION } from '../retention.ts';
import { openMemoryStore } from '../store/open-store.ts';
import { Telemetry } from '../telemetry.ts';
import { aReceiver } from './a-receiver.test-support.ts';
import { JsonLinesFile } from './json-lines-file.ts';
import { OtlpExporter } from './otlp.ts';
import { Outputs } from './outputs.ts';
import type { OutputSettings } from './outputs.ts';
import { prometheus } from './prometheus.ts';
import { Totals } from './totals.ts';

const ID = 'i-0123456789abcdef0';
const RESOURCE = { version: '1', accountId: OWNER.accountId, region: OWNER.region };
const NO_SETTINGS: OutputSettings = { jsonLines: undefined, otlp: undefined, webhooks: {}, alarmActions: {} };
const CALL: ApiEvent = {
  timeMs: START_MS,
  durationMs: 1,
  requestId: 'r',
  service: 'ec2',
  operation: 'RunInstances',
  region: 'us-east-1',
  identity: undefined,
  sourceAddress: '127.0.0.1',
  userAgent: '',
  resources: [],
  input: { ImageId: 'ami-1' },
  output: undefined,
  error: undefined,
  status: 200,
};

function outputs(t: TestContext, settings: Partial<OutputSettings>, tell?: (entry: object) => void) {
  const warnings: string[] = [];
  const telemetry = new Telemetry({
    ...realPlatform(),
    store: openMemoryStore(EPHEMERAL_RETENTION),
    ownerOf: () => OWNER,
    watched: () => {},
    failed: () => {},
  });
  const made = new Outputs({
    ...realPlatform(),
    telemetry,
    settings: { ...NO_SETTINGS, ...settings },
    resource: RESOURCE,
    tell,
    warn: (message) => void warnings.push(message),
  });
  t.after(async () => {
    await made.close();
    telemetry.close();
  });
  return { telemetry, made, warnings };
}

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-out-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('requests that matter, calls without inputs, and alarms are told as entries', (t) => {
  const told: object[] = [];
  const { telemetry } = outputs(t, {}, (entry) => told.push(entry));
  telemetry.observe(anObservation([], [anEvent({ path: '/v1' }), anEvent({ path: '/v2', version: 2 })]));
  telemetry.record(CALL);
  telemetry.recordAlarm(START_MS, { alarmName: 'imdsv1' });
  const [request, call, alarm] = told as Record<string, unknown>[];
  assert.deepEqual(
    [request?.['event'], request?.['time'], request?.['path']],
    ['request', '2026-01-01T00:00:00.000Z', '/v1'],
  );
  assert.deepEqual([call?.['event'], call?.['operation'], 'input' in (call ?? {})], ['call', 'RunInstances', false]);
  assert.deepEqual(alarm, { event: 'alarm', time: '2026-01-01T00:00:00.000Z', alarmName: 'imdsv1' });
  assert.equal(told.length, 3);
});

test('lines go to a file of one’s own, which makes room for a new one when it is full', async (t) => {
  const folder = aFolder(t);
  const file = join(folder, 'logs', 'events.jsonl');
  const settings = { file, maxMegabytes: 1, keep: 2 };
  const lines = new JsonLinesFile(settings, (reason) => assert.fail(reason));
  const text = 'x'.repeat(1000);
  for (let number = 0; number < 5000; number++) {
    lines.write({ event: 'request', time: '', number, text });
    if (number % 500 === 0) await lines.close();
  }
  await lines.close();
  assert.deepEqual(readdirSync(join(folder, 'logs')).toSorted(), ['events.jsonl', 'events.jsonl.1', 'events.jsonl.2']);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const numbers = ['.2', '.1', ''].flatMap((suffix) => {
    assert.ok(statSync(`${file}${suffix}`).size <= 1024 * 1024 + 1_100_000);
    const written = readFileSync(`${file}${suffix}`, 'utf8').trimEnd().split('\n');
    return written.map((line) => (JSON.parse(line) as { number: number }).number);
  });
  const first = numbers[0] ?? 0;
  assert.deepEqual(
    numbers,
    Array.from({ length: 5000 - first }, (_, index) => first + index),
  );
});

test('a file that cannot be written is told of once', async (t) => {
  const folder = aFolder(t);
  const reasons: string[] = [];
  const lines = new JsonLinesFile({ file: folder, maxMegabytes: 1, keep: 1 }, (reason) => reasons.push(reason));
  for (let tries = 0; tries < 3; tries++) {
    lines.write({ event: 'request', time: '' });
    await lines.close();
  }
  assert.equal(reasons.length, 1);
  assert.match(reasons[0] ?? '', /EISDIR/);
});

test('a webhook is sent what it wants to know, together with what came meanwhile', async (t) => {
  const receiver = await aReceiver(t);
  const webhooks = { pager: { url: receiver.url, secret: undefined, sends: ['request'] as const } };
  const { telemetry } = outputs(t, { webhooks });
  telemetry.record(CALL);
  telemetry.observe(anObservation([], [anEvent({ path: '/a' }), anEvent({ path: '/b' })]));
  await receiver.until(1);
  const { entries } = JSON.parse(receiver.received[0]?.body ?? '') as { entries: { path: string }[] };
  assert.deepEqual(
    entries.map(({ path }) => path),
    ['/a', '/b'],
  );
});

test('an alarm reaches a URL, or the webhook that its ARN stands for', async (t) => {
  const [declared, named] = [await aReceiver(t), await aReceiver(t)];
  const { made } = outputs(t, {
    webhooks: { pager: { url: declared.url, secret: 'k', sends: [] } },
    alarmActions: { 'arn:aws:sns:us-east-1:123456789012:a': 'pager' },
  });
  assert.ok((await made.alarm('arn:aws:sns:us-east-1:123456789012:a', { AlarmName: 'x' })).ok);
  assert.ok((await made.alarm(named.url, { AlarmName: 'y' })).ok);
  assert.equal((await made.alarm('arn:aws:sns:us-east-1:123456789012:b', {})).ok, false);
  assert.match(String(declared.received[0]?.headers['openimds-signature']), /^t=/);
  assert.equal(named.received[0]?.body, '{"AlarmName":"y"}');
});

test('counters are told in the text of Prometheus', async (t) => {
  const { telemetry, made } = outputs(t, {});
  const counts = [aCount(ID, START_MS, { noToken: 3, withToken: 2, bytes: 100 })];
  telemetry.observe({ ...anObservation(counts), unknownCallers: 4, refusals: { 'token-invalid': 5 } });
  telemetry.observe(
    anObservation([aCount(ID, START_MS, { noTokenRejected: 1 }), aCount('i-1', START_MS, { withToken: 1 })]),
  );
  telemetry.record(CALL);
  const { contentType, text } = await prometheus(made.totals);
  const body = await text();
  assert.match(contentType, /^text\/plain; version=0\.0\.4/);
  for (const line of [
    `openimds_metadata_no_token_total{instance_id="${ID}"} 3`,
    `openimds_metadata_no_token_rejected_total{instance_id="${ID}"} 1`,
    'openimds_metadata_with_token_total 3',
    'openimds_metadata_answered_bytes_total 100',
    'openimds_metadata_refusals_total{reason="token-invalid"} 5',
    'openimds_metadata_unknown_callers_total 4',
    'openimds_api_calls_total{service="ec2",outcome="ok"} 1',
  ])
    assert.ok(body.split('\n').includes(line), `${line} in\n${body}`);
  assert.equal(await text(), body, 'asking does not count');
  assert.ok(!body.includes('i-1"'), 'an instance that never used v1 has no line');
});

test('instances beyond the first thousand are counted together', () => {
  const totals = new Totals(0);
  for (let index = 0; index < 1500; index++)
    totals.observe(anObservation([aCount(`i-${index}`, START_MS, { noToken: 1 })]));
  assert.equal(totals.byInstance.size, 1001);
  assert.equal(totals.byInstance.get('other')?.noToken, 500);
});

test('counters and entries reach a collector, and what it did not take goes with the next export', async (t) => {
  // The first export of logs fails: metrics, logs, metrics, logs.
  const receiver = await aReceiver(t, (index) => (index === 1 ? 503 : 200));
  const failures: string[] = [];
  const totals = new Totals(START_MS);
  totals.observe(anObservation([aCount(ID, START_MS, { noToken: 3 })]));
  const settings = { endpoint: `${receiver.url}/`, headers: { 'x-key': 'k' }, intervalSeconds: 3600 };
  const parts = {
    ...realPlatform(),
    totals,
    resource: RESOURCE,
    failed: (reason: string) => void failures.push(reason),
  };
  const exporter = new OtlpExporter(settings, parts);
  exporter.tell({ event: 'request', time: '2026-01-01T00:00:00.000Z', version: 1, latencyUs: 40, process: undefined });
  await exporter.export();
  assert.deepEqual(failures, ['/v1/logs was answered with 503']);
  await exporter.close();
  const [metrics, , , logs] = receiver.received;
  assert.deepEqual(
    receiver.received.map(({ path }) => path),
    ['/v1/metrics', '/v1/logs', '/v1/metrics', '/v1/logs'],
  );
  assert.deepEqual([metrics?.headers['content-type'], metrics?.headers['x-key']], ['application/json', 'k']);
  const sent = JSON.parse(metrics?.body ?? '') as {
    resourceMetrics: {
      scopeMetrics: { metrics: { name: string; sum: { dataPoints: Record<string, unknown>[] } }[] }[];
    }[];
  };
  const counters = sent.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
  const noToken = counters.find(({ name }) => name === 'openimds.metadata.no_token')?.sum.dataPoints[0];
  assert.deepEqual([noToken?.['asInt'], noToken?.['startTimeUnixNano']], ['3', '1767225600000000000']);
  assert.deepEqual(noToken?.['attributes'], [{ key: 'instance_id', value: { stringValue: ID } }]);
  const told = JSON.parse(logs?.body ?? '') as {
    resourceLogs: { scopeLogs: { logRecords: { severityText: string; eventName: string; body: object }[] }[] }[];
  };
  const [record, ...others] = told.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
  assert.equal(others.length, 0);
  assert.deepEqual([record?.severityText, record?.eventName], ['WARN', 'openimds.request']);
  assert.deepEqual(record?.body, {
    kvlistValue: {
      values: [
        { key: 'event', value: { stringValue: 'request' } },
        { key: 'time', value: { stringValue: '2026-01-01T00:00:00.000Z' } },
        { key: 'version', value: { intValue: '1' } },
        { key: 'latencyUs', value: { intValue: '40' } },
      ],
    },
  });
});
