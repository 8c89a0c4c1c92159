import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { suite, test } from 'node:test';

import { aCompleteInstance, PUBLIC_KEY } from './a-complete-instance.test-support.ts';
import { curl, ipv6, needs } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';

const TTL = ['--header', 'X-aws-ec2-metadata-token-ttl-seconds: 21600'];

const userData = randomBytes(16_384);
const [optional, required] = await Promise.all([
  startOpenimds({
    configuration: aCompleteInstance({ httpTokens: 'optional', userDataBase64: userData.toString('base64') }),
  }),
  startOpenimds({
    configuration: 'instances: [{ id: i-0b1b2c3d4e5f67890, metadataOptions: { httpTokens: required } }]',
  }),
]);

/** curl without its progress meter, and without a .curlrc. */
function get(...args: readonly string[]): Promise<Finished> {
  return run('curl', ['--disable', '--silent', '--show-error', '--max-time', '5', ...args]);
}

async function tokenOf({ url }: OpenimdsProcess): Promise<string> {
  const put = await get('--fail', '--request', 'PUT', ...TTL, `${url}/latest/api/token`);
  assert.equal(put.code, 0, put.stderr);
  return put.text;
}

async function statusOf(...args: readonly string[]): Promise<number> {
  const { text } = await get('--output', '/dev/null', '--write-out', '%{http_code}', ...args);
  return Number(text);
}

suite('curl', { ...needs(curl), concurrency: 4 }, () => {
  test('reads with and without a token where tokens are optional', async () => {
    const path = `${optional.url}/latest/meta-data/instance-id`;
    const token = await tokenOf(optional);
    assert.match(token, /^[\w-]{54}==$/);
    assert.equal((await get('--fail', path)).text, 'i-0a1b2c3d4e5f67890');
    assert.equal(
      (await get('--fail', '--header', `X-aws-ec2-metadata-token: ${token}`, path)).text,
      'i-0a1b2c3d4e5f67890',
    );
    assert.equal(await statusOf('--header', 'X-aws-ec2-metadata-token: none', path), 401);
  });

  test('is refused without a valid token where tokens are required, whatever it asks for', async () => {
    for (const path of ['/', '/latest/', '/latest/meta-data/instance-id', '/latest/user-data', '/no-such-thing'])
      assert.equal(await statusOf(`${required.url}${path}`), 401, path);
    const foreign = await tokenOf(optional);
    const path = `${required.url}/latest/meta-data/instance-id`;
    assert.equal(await statusOf('--header', `X-aws-ec2-metadata-token: ${foreign}`, path), 401);
    const own = await tokenOf(required);
    assert.equal((await get('--header', `X-aws-ec2-metadata-token: ${own}`, path)).text, 'i-0b1b2c3d4e5f67890');
  });

  test('sees exactly the headers EC2 sends, in its order', async () => {
    const token = await tokenOf(optional);
    const answered = await get(
      '-i',
      '-H',
      `X-aws-ec2-metadata-token: ${token}`,
      `${optional.url}/latest/meta-data/ami-id`,
    );
    const [head = '', body] = answered.text.split('\r\n\r\n');
    assert.equal(body, 'ami-0fedcba9876543210');
    const date = '\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT';
    const expected = [
      'HTTP/1.1 200 OK',
      'X-Aws-Ec2-Metadata-Token-Ttl-Seconds: (21600|215\\d\\d)',
      'Content-Type: text/plain',
      'Accept-Ranges: none',
      `Last-Modified: ${date}`,
      'Content-Length: 21',
      `Date: ${date}`,
      'Server: EC2ws',
      'Connection: close',
    ];
    assert.match(head, new RegExp(`^${expected.join('\r\n')}$`));
  });

  test('expands braces into several requests, as guides do', async () => {
    const paths = `${optional.url}/latest/meta-data/{instance-id,instance-type,public-ipv4,security-groups}`;
    const several = await get('--fail', '--write-out', '\n', paths);
    assert.equal(several.text, 'i-0a1b2c3d4e5f67890\nm5.large\n203.0.113.77\nweb\nssh\n');
  });

  test('asks in parallel', async () => {
    const paths = `${optional.url}/latest/meta-data/placement/region?[1-60]`;
    const parallel = await get(
      '--fail',
      '--parallel',
      '--parallel-immediate',
      '--write-out',
      '%{size_download}\n',
      '-o',
      '/dev/null',
      paths,
    );
    assert.deepEqual(
      parallel.text.trim().split('\n'),
      Array.from({ length: 60 }, () => '9'),
      parallel.stderr,
    );
  });

  test('lists categories, with a slash behind those that hold more, and no line feed at the end', async () => {
    const read = async (path: string): Promise<string> => (await get('--fail', `${optional.url}${path}`)).text;
    assert.equal(await read('/latest/'), 'dynamic\nmeta-data\nuser-data');
    assert.equal(await read('/latest'), 'dynamic\nmeta-data\nuser-data');
    assert.match(await read('/'), /^1\.0\n2007-01-19\n(?:\d{4}-\d\d-\d\d\n)+latest$/);
    assert.equal(await read('/latest/meta-data/public-keys/'), '0=ops-key');
    assert.equal(await read('/latest/meta-data/public-keys/0/openssh-key'), `${PUBLIC_KEY}\n`);
    assert.equal(await read('/latest/meta-data/network/interfaces/macs/'), '0a:ff:aa:bb:cc:01/\n0a:ff:aa:bb:cc:02/');
    assert.equal(await read('/latest/meta-data/tags/instance/'), 'Name\nteam:owner\nEmpty');
    const top = (await read('/latest/meta-data/')).split('\n');
    assert.deepEqual(top, [...top].sort());
    for (const item of ['ami-id', 'block-device-mapping/', 'iam/', 'instance-id', 'network/', 'tags/'])
      assert.ok(top.includes(item), item);
  });

  test('finds everything that a listing shows', async () => {
    const leaves: string[] = [];
    const crawl = async (path: string): Promise<void> => {
      const listing = await get('--fail', `${optional.url}${path}`);
      assert.equal(listing.code, 0, path);
      for (const line of listing.text.split('\n')) {
        const [key = ''] = path.endsWith('/public-keys/') ? line.split('=') : [line];
        if (path.endsWith('/public-keys/')) await crawl(`${path}${key}/`);
        else if (line.endsWith('/')) await crawl(`${path}${line}`);
        else leaves.push(`${optional.url}${path}${line}`);
      }
    };
    await crawl('/latest/meta-data/');
    await crawl('/latest/dynamic/');
    assert.ok(leaves.length > 70, `only ${leaves.length} items`);
    const all = await get(
      '--globoff',
      '--write-out',
      '%{http_code} %{url}\n',
      ...leaves.flatMap((url) => ['-o', '/dev/null', url]),
    );
    assert.deepEqual(
      all.text.split('\n').filter((line) => line !== '' && !line.startsWith('200 ')),
      [],
    );
  });

  test('gets user data byte for byte', async () => {
    const read = await get('--fail', `${optional.url}/latest/user-data`);
    assert.ok(read.stdout.equals(userData));
    const head = await get('--head', `${optional.url}/latest/user-data`);
    assert.match(head.text, /\r\nContent-Type: application\/octet-stream\r\n/);
    assert.match(head.text, /\r\nContent-Length: 16384\r\n/);
  });

  test('fails on what is not there, and shows the page of EC2 when asked', async () => {
    const token = await tokenOf(required);
    const header = `X-aws-ec2-metadata-token: ${token}`;
    for (const path of [
      '/latest/user-data',
      '/latest/meta-data/iam/info',
      '/latest/meta-data/nothing',
      '/2008-13-45/',
    ]) {
      const failing = await get('--fail', '--header', header, `${required.url}${path}`);
      assert.equal(failing.code, 22, path);
      assert.equal(failing.text, '');
    }
    const page = await get('-i', '--header', header, `${required.url}/latest/user-data`);
    assert.match(page.text, /^HTTP\/1\.1 404 Not Found\r\n/);
    assert.match(page.text, /\r\nContent-Type: text\/html\r\n/);
    const [, body = ''] = page.text.split('\r\n\r\n');
    assert.equal(body.length, 339);
    assert.match(body, /<title>404 - Not Found<\/title>/);
  });

  test('gets the headers of an item alone with HEAD', async () => {
    const head = await get('--head', `${optional.url}/latest/meta-data/instance-type`);
    assert.equal(head.code, 0);
    assert.match(head.text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(head.text, /\r\nContent-Length: 8\r\n/);
    assert.match(head.text, /\r\n\r\n$/);
  });

  test('speaks older and newer HTTP', async () => {
    const path = `${optional.url}/latest/meta-data/instance-type`;
    const old = await get('-i', '--http1.0', path);
    assert.match(old.text, /^HTTP\/1\.0 200 OK\r\n[^]*\r\n\r\nm5\.large$/);
    const upgrading = await get('-i', '--http2', path);
    assert.match(upgrading.text, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nm5\.large$/);
    assert.equal((await get('--compressed', path)).text, 'm5.large');
    assert.equal((await get('--range', '0-2', path)).text, 'm5.large');
  });

  test('is told of bad token requests', async () => {
    const url = `${optional.url}/latest/api/token`;
    const put = ['--request', 'PUT'];
    assert.equal(await statusOf(...put, url), 400);
    for (const ttl of ['0', '-1', '21601', 'x', '1.5', ' '])
      assert.equal(await statusOf(...put, '--header', `X-aws-ec2-metadata-token-ttl-seconds: ${ttl}`, url), 400, ttl);
    assert.equal(await statusOf(...put, ...TTL, '--header', 'X-Forwarded-For: 10.0.0.9', url), 403);
    assert.equal(await statusOf(...put, ...TTL, `${url}/`), 403);
    assert.equal(await statusOf(...put, ...TTL, `${optional.url}/2021-03-23/api/token`), 403);
    assert.equal(await statusOf(...TTL, url), 405);
    assert.equal(await statusOf('--data', 'x', `${optional.url}/latest/meta-data/ami-id`), 405);
  });

  test('may send a body with a token request, which nobody reads', async () => {
    const url = `${optional.url}/latest/api/token`;
    assert.match((await get('--request', 'PUT', ...TTL, '--data', 'x'.repeat(2000), url)).text, /^[\w-]{54}==$/);
  });

  test('gets two answers over one connection when it asks for that', async () => {
    const path = `${optional.url}/latest/meta-data/instance-type`;
    const twice = await get('--header', 'Connection: keep-alive', '--write-out', ' %{num_connects}\n', path, path);
    assert.equal(twice.text, 'm5.large 1\nm5.large 0\n');
  });

  test('may call it localhost', async () => {
    const { text, stderr } = await get('--fail', `http://localhost:${optional.port}/latest/meta-data/instance-type`);
    assert.equal(text, 'm5.large', stderr);
  });

  test('reaches the IPv6 endpoint of an instance that has it enabled', needs(ipv6), async () => {
    const { ipv6Url } = optional.ready.imds;
    assert.equal(ipv6Url, `http://[::1]:${optional.port}`);
    assert.equal((await get('--globoff', '--fail', `${ipv6Url}/latest/meta-data/ipv6`)).text, '2001:db8:1:2::5');
    assert.equal(required.ready.imds.ipv6Url, undefined);
  });
});
