import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ok } from '#base';
import { realPlatform } from '#host';
import { openMemoryRegistry } from '#registry';
import { anApi, errorOf } from '../an-api.test-support.ts';
import { UNOBSERVED } from '../an-observation.test-support.ts';
import { startApi } from '../index.ts';
import type { ApiParts } from '../index.ts';
import { isForeignOrigin, isOwnHost } from './host-check.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function post(url: string, headers: Readonly<Record<string, string>>, body: string | Buffer = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test('an unsigned call is refused in the envelope of its protocol, with a request id', async (t) => {
  const { api } = await anApi(t);
  const ec2 = await post(api.url, FORM, 'Action=DescribeRegions&Version=2016-11-15');
  assert.equal(ec2.status, 403);
  assert.match(ec2.text, /<Response><Errors><Error><Code>MissingAuthenticationToken<\/Code>/);
  const iam = await post(api.url, FORM, 'Action=ListRoles&Version=2010-05-08');
  assert.match(iam.text, /<ErrorResponse xmlns="https:\/\/iam.amazonaws.com\/doc\/2010-05-08\/"><Error>/);
  const type = 'application/x-amz-json-1.1';
  const target = { 'content-type': type, 'x-amz-target': 'CloudTrail_20131101.Nothing' };
  const json = await post(api.url, target, '{}');
  assert.equal(json.headers['content-type'], type);
  assert.equal(JSON.parse(json.text).__type, 'UnknownOperationException');
  const cbor = await post(`${api.url}/service/GraniteServiceVersion20100801/operation/Nothing`, {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
  });
  assert.equal(cbor.headers['smithy-protocol'], 'rpc-v2-cbor');
  const rest = await post(`${api.url}/detector`, { 'content-type': 'application/json' }, '{}');
  assert.ok(rest.headers['x-amzn-errortype']);
  for (const { headers } of [ec2, iam, json, cbor, rest])
    assert.match(headers['x-amzn-requestid']?.toString() ?? '', /-4/);
});

test('names that could be made to point here, and pages of other origins, are refused', async (t) => {
  const { api } = await anApi(t);
  const status = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await post(api.url, { ...FORM, ...headers }, 'Action=x')).status;
  assert.equal(await status({ host: 'evil.example' }), 421);
  assert.equal(await status({ origin: 'https://evil.example' }), 403);
  assert.equal(await status({ origin: 'null' }), 403);
  assert.equal(await status({ host: `localhost:${api.port}` }), 400);
  assert.equal(await status({ origin: api.url }), 400);
  assert.equal(await status({ origin: api.url.replace('http:', 'https:') }), 400);
});

test('a host is ours by loopback, by configuration, or by any address where all are listened on', () => {
  const check = { hosts: ['127.0.0.1', 'imds.internal'] };
  const ours = [
    'localhost',
    'LOCALHOST:80',
    'api.localhost',
    '127.8.0.1:1',
    '[::1]:1339',
    'imds.internal:1',
    'localhost.',
  ];
  for (const host of ours) assert.ok(isOwnHost(host, check), host);
  const others = [
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '[fe80::1]',
    '127.0.0.1@evil',
    'a b',
  ];
  for (const host of others) assert.ok(!isOwnHost(host, check), host ?? 'none');
  assert.ok(isOwnHost('10.0.0.1:1339', { hosts: ['0.0.0.0'] }));
  assert.ok(!isOwnHost('evil.example', { hosts: ['0.0.0.0', '::'] }));
  assert.ok(!isForeignOrigin(undefined, 'localhost'));
  assert.ok(isForeignOrigin('http://localhost:2', 'localhost:1'));
});

test('a body that is too large is refused before it is read', async (t) => {
  const { api } = await anApi(t);
  const { status } = await post(api.url, { ...FORM, 'content-length': String(5_000_000) }).catch(() => ({
    status: 413,
  }));
  assert.equal(status, 413);
  const { status: chunked } = await post(
    api.url,
    { ...FORM, 'transfer-encoding': 'chunked' },
    Buffer.alloc(2_000_000),
  ).catch(() => ({ status: 413 }));
  assert.equal(chunked, 413);
});

test('closing ends idle connections at once and does not wait for one that says nothing', async (t) => {
  const on = await anApi(t);
  await on.clients().ec2.send(new DescribeRegionsCommand({}));
  const silent = connect(on.api.port, '127.0.0.1');
  silent.on('error', () => {});
  await new Promise((resolve) => silent.once('connect', resolve));
  silent.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n');
  const before = performance.now();
  await on.api.close();
  assert.ok(performance.now() - before < 900);
  assert.ok(await errorOf(on.clients().ec2.send(new DescribeRegionsCommand({}))));
});

test('a port that was only wished for gives way to the next one, and an explicit one does not', async (t) => {
  const { api, telemetry } = await anApi(t);
  const registry = openMemoryRegistry();
  const parts: ApiParts = {
    registry,
    platform: realPlatform(),
    sessionKeys: () => [{ id: 0, secret: new Uint8Array(32), sinceMs: 0 }],
    accountId: '123456789012',
    region: 'us-east-1',
    hosts: ['127.0.0.1'],
    port: api.port,
    portIsExplicit: false,
    appliedRevision: () => 0,
    observed: telemetry,
    upToDate: () => Promise.resolve(),
    alarmAct: async () => ok(undefined),
    findings: UNOBSERVED,
    record: () => {},
    unexpected: () => {},
  };
  const next = await startApi(parts);
  assert.ok(next.ok && next.value.port !== api.port);
  await next.value.close();
  const taken = await startApi({ ...parts, portIsExplicit: true });
  assert.ok(!taken.ok && taken.error.kind === 'in-use');
  const nowhere = await startApi({ ...parts, hosts: ['203.0.113.1'] });
  assert.ok(!nowhere.ok && nowhere.error.kind === 'failed');
});
