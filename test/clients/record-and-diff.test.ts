// A service is recorded, served again and compared, as its operator does it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { aCompleteInstance } from './a-complete-instance.test-support.ts';
import { ask, tokenAt } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const FAST = ['--rate', '5000'];
const folder = temporaryFolder();
const recording = join(folder, 'recording.yaml');

test('what was recorded is served again without a difference, alive, and a planted one is found', async () => {
  const original = await startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'required' }) });
  const args = ['--output', recording, '--versions', '1.0,2021-03-23,latest', '--protocol', ...FAST];
  const recorded = await openimds(['record', original.url, ...args, '--json']);
  assert.equal(recorded.code, 0, recorded.stderr);
  const summary = JSON.parse(recorded.text) as { protocol: string; replaced: number; answers: number };
  assert.equal(summary.protocol, 'v2');
  assert.ok(summary.answers > 100 && summary.replaced > 5);
  assert.equal(statSync(recording).mode & 0o077, 0);

  const replay = await startOpenimds({ flags: ['--from', recording] });
  assert.deepEqual(replay.events(), []);
  assert.equal(replay.ready.instances[0]?.id, original.ready.instances[0]?.id);
  for (const sides of [
    [original.url, replay.url],
    [recording, replay.url],
    [recording, original.url],
  ]) {
    const compared = await openimds(['diff', ...sides, ...FAST]);
    assert.equal(compared.code, 0, compared.text);
    assert.match(compared.text, /^no differences in \d+ paths and 28 trials of the protocol\n$/);
  }
  const headers = { 'X-aws-ec2-metadata-token': await tokenAt(replay.url) };
  const { body: role } = await ask(`${replay.url}/latest/meta-data/iam/security-credentials/`, { headers });
  const { body } = await ask(`${replay.url}/latest/meta-data/iam/security-credentials/${role}`, { headers });
  assert.match(body, /"AccessKeyId" : "ASIA(?!REPLACED)/);

  const anywhere = await startOpenimds({ flags: ['--from', recording, '--host', '0.0.0.0'] });
  const elsewhere = `http://${localAddress()}:${anywhere.port}`;
  assert.equal((await ask(`${elsewhere}/latest/meta-data/`)).status, 401, 'the instance, which wants a token');

  const planted = join(folder, 'planted.yaml');
  const text = readFileSync(recording, 'utf8');
  writeFileSync(planted, text.replace('text: ami-', 'text: AMI-').replace('server: EC2ws', 'server: EC2WS'));
  const found = await openimds(['diff', planted, original.url, '--json', ...FAST]);
  assert.equal(found.code, 1);
  const { differences } = JSON.parse(found.text) as { differences: { name: string; what: string }[] };
  const bodies = differences.filter(({ what }) => what === 'body').map(({ name }) => name);
  assert.deepEqual(bodies, ['/1.0/meta-data/ami-id']);
  assert.ok(differences.some(({ name, what }) => what === 'header' && name === '/latest/meta-data'));
});

test('headers in another order or spelling are found on the wire, told apart from values, and passed over on request', async () => {
  const { url } = await startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'optional' }) });
  const answer = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await forward(url, asked);
    const turned = headers.map(([name, value]) => [name === 'Server' ? 'server' : name, value] as const);
    response.sendDate = false;
    response.writeHead(status, turned.toReversed().flat()).end(body);
  };
  const proxy = createServer((asked, response) => void answer(asked, response));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  after(() => proxy.close());
  const turned = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const compared = await openimds(['diff', url, turned, '--json', ...FAST]);
  const { sameValues, differences } = JSON.parse(compared.text) as {
    sameValues: boolean;
    differences: { name: string; what: string; a: string; b: string }[];
  };
  const item = differences.filter(({ name }) => name === '/latest/meta-data/ami-id');
  assert.deepEqual(item, [
    {
      kind: 'path',
      name: '/latest/meta-data/ami-id',
      what: 'header-order',
      a: GET_200.join(', '),
      b: GET_200.toReversed().join(', ').replace('Server', 'server'),
    },
    { kind: 'path', name: '/latest/meta-data/ami-id', what: 'header-spelling', a: 'Server', b: 'server' },
  ]);
  assert.deepEqual([compared.code, sameValues], [1, true]);
  const told = await openimds(['diff', url, turned, ...FAST]);
  assert.match(told.text, /and \d+ more: order of headers\n {2}A .*\n0 differences in .*only\n$/s);
  const passed = await openimds(['diff', url, turned, '--no-header-form', ...FAST]);
  assert.deepEqual([passed.code, passed.text.slice(0, 14)], [0, 'no differences']);
});

/** As EC2 was captured, to a request with a token. */
const GET_200 = [
  'X-Aws-Ec2-Metadata-Token-Ttl-Seconds',
  'Content-Type',
  'Accept-Ranges',
  'Last-Modified',
  'Content-Length',
  'Date',
  'Server',
  'Connection',
];

interface Forwarded {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** Asks what was asked, as it was asked, and gives the answer's headers as they came. */
async function forward(base: string, { method, url = '', rawHeaders }: IncomingMessage): Promise<Forwarded> {
  const { hostname, port } = new URL(base);
  const sent = request({ host: hostname, port, method, path: url, headers: rawHeaders, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const headers = response.rawHeaders.flatMap((name, at, all) =>
    at % 2 === 0 ? [[name, all[at + 1] ?? ''] as const] : [],
  );
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(await response.toArray()) };
}

/** An address of this machine that is not loopback, or loopback where there is no other. */
function localAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((each = []) => each);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

test('a service that only speaks IMDSv1 is recorded with a notice', async () => {
  const server = createServer((request, response) => {
    const tree: Record<string, string> = {
      '/': 'latest',
      '/latest/': 'meta-data',
      '/latest/meta-data/': 'x',
      '/latest/meta-data/x': 'y',
    };
    const body = request.method === 'GET' ? tree[request.url ?? ''] : undefined;
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  const url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const recorded = await openimds(['record', url, '--output', '-', ...FAST]);
  assert.equal(recorded.code, 0);
  assert.match(recorded.stderr, /falling back to IMDSv1/);
  assert.match(recorded.text, /^protocol: v1$/m);
  const cutShort = await openimds([
    'record',
    url,
    '--output',
    join(folder, 'short.yaml'),
    '--max-answers',
    '2',
    ...FAST,
  ]);
  assert.equal(cutShort.code, 1);
  assert.match(cutShort.stderr, /the recording is not whole: the limit of 2 answers was reached/);
  const compared = await openimds(['diff', join(folder, 'short.yaml'), url, ...FAST]);
  assert.match(compared.stderr, /methods are not compared: \S+short\.yaml holds none \(openimds record --protocol\)/);
});

test('a version that nobody serves is refused before anything is recorded, and one that is not listed may be', async () => {
  const tree: Record<string, string> = {
    '/': '1.0\nlatest',
    '/1.0/': 'x',
    '/1.0/x': 'y',
    '/hidden/': 'x',
    '/hidden/x': 'z',
  };
  const asked: string[] = [];
  const server = createServer(({ method, url = '' }, response) => {
    asked.push(url);
    const body = method === 'GET' ? tree[url] : undefined;
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const output = join(folder, 'versions.yaml');
  const refused = await openimds(['record', url, '--versions', '1.0,bogus', '--output', output, ...FAST]);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /nothing was recorded: \S+: there is no version bogus; the service lists 1\.0, latest\n/,
  );
  assert.throws(() => statSync(output), /ENOENT/);
  assert.ok(!asked.includes('/1.0/'), 'nothing was read');
  const recorded = await openimds(['record', url, '--versions', '1.0,hidden', '--output', output, ...FAST]);
  assert.equal(recorded.code, 0, recorded.stderr);
  assert.match(recorded.stderr, /does not list hidden/);
  const compared = await openimds(['diff', output, url, '--versions', '1.0', ...FAST]);
  assert.match(compared.text, /^no differences in 3 paths\n$/, 'of the recording too only that version');
  const nobody = await openimds(['diff', output, url, '--versions', 'bogus', ...FAST]);
  assert.match(nobody.stderr, /neither \S+ nor \S+ has a version bogus/);
});

test('what cannot be done is refused with a reason', async () => {
  const nobody = await openimds(['record', 'http://127.0.0.1:1', '--output', join(folder, 'none.yaml')]);
  assert.deepEqual([nobody.code, nobody.text], [1, '']);
  assert.match(nobody.stderr, /nothing was recorded: http:\/\/127\.0\.0\.1:1 does not answer: ECONNREFUSED/);
  writeFileSync(join(folder, 'taken.yaml'), 'x');
  const { url } = await startOpenimds();
  const taken = await openimds(['record', url, '--output', join(folder, 'taken.yaml'), ...FAST]);
  assert.match(taken.stderr, /is there already; --force writes over it/);
  assert.equal(readFileSync(join(folder, 'taken.yaml'), 'utf8'), 'x');
  for (const output of [folder, join(folder, 'no', 'such.yaml')]) {
    const unwritable = await openimds(['record', 'http://127.0.0.1:1', '--output', output]);
    assert.match(unwritable.stderr, /is a folder|there is no folder/, 'told before the service is asked');
  }
  const broken = await openimds(['up', '--ephemeral', '--from', join(folder, 'taken.yaml')]);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /taken\.yaml: it is no recording of openimds/);
  for (const args of [
    ['diff', 'http://127.0.0.1:1', url],
    ['diff', join(folder, 'none.yaml'), url],
    ['diff', url],
    ['diff', url, url, '--rate', '0'],
    ['diff', url, 'https://example.com'],
    ['diff', url, url, '--ignore-header', 'server etag'],
    ['diff', url, url, '--versions', '1999-01-01', ...FAST],
    ['record', 'https://example.com'],
    ['record', `${url}/#x`],
    ['record', url, '--versions', '..'],
    ['up', '--from', recording, '--config', recording],
  ]) {
    const refused = await openimds(args);
    assert.deepEqual([refused.code, refused.text], [2, ''], args.join(' '));
  }
});
