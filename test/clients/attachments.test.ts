import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { curl, ipv6, needs, wholeLoopback } from './available.test-support.ts';
import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const ID = '/latest/meta-data/instance-id';

suite('several instances', needs(curl, wholeLoopback), async () => {
  const { url, port } = await startOpenimds({
    configuration: `
roles: { one: { trust: ec2 }, two: { trust: ec2 } }
instances:
  - { id: i-0000000000000000a, iamInstanceProfile: one, metadataOptions: { httpTokens: optional } }
  - { id: i-0000000000000000b, iamInstanceProfile: two, metadataOptions: { httpTokens: optional }, attach: [{ destination: 127.0.7.5 }] }
  - { id: i-0000000000000000c, metadataOptions: { httpTokens: required }, attach: [{ destination: 127.0.7.6 }, { source: 127.0.7.16 }] }
  - { id: i-0000000000000000d, metadataOptions: { httpTokens: optional }, attach: [{ source: 127.0.7.15 }] }
  - { id: i-0000000000000000e, state: stopped, metadataOptions: { httpTokens: optional }, attach: [{ source: 127.0.7.17 }] }
`,
  });
  const at = (host: string): string => `http://${host}:${port}`;
  const curlFrom = async (source: string, path: string): Promise<string> =>
    (await run('curl', ['-qsSf', '--max-time', '3', '--interface', source, `${url}${path}`])).text;

  test('are told apart by the address that is asked', async () => {
    assert.equal((await ask(`${url}${ID}`)).body, 'i-0000000000000000a');
    assert.equal((await ask(`${at('127.0.7.5')}${ID}`)).body, 'i-0000000000000000b');
    assert.equal((await read(at('127.0.7.6'), ID, await tokenAt(at('127.0.7.6')))).body, 'i-0000000000000000c');
  });

  test('are told apart by the address that asks', async () => {
    assert.equal(await curlFrom('127.0.7.15', ID), 'i-0000000000000000d');
    assert.equal(await curlFrom('127.0.0.1', ID), 'i-0000000000000000a');
    assert.equal(await curlFrom('127.0.7.99', ID), 'i-0000000000000000a', 'whoever nobody else matches on loopback');
    const from = { localAddress: '127.0.7.16' };
    assert.equal((await ask(`${url}${ID}`, from)).status, 401);
    assert.equal((await read(url, ID, await tokenAt(url, from), from)).body, 'i-0000000000000000c');
  });

  test('have each its own tokens', async () => {
    const hosts = ['127.0.0.1', '127.0.7.5', '127.0.7.6'].map(at);
    const tokens = await Promise.all(hosts.map((host) => tokenAt(host)));
    for (const host of hosts)
      for (const [index, token] of tokens.entries())
        assert.equal(
          (await read(host, ID, token)).status,
          hosts[index] === host ? 200 : 401,
          `${host} with token ${index}`,
        );
  });

  test('use one token at whatever address they are recognised by', async () => {
    const token = await tokenAt(at('127.0.7.6'));
    assert.equal((await read(url, ID, token, { localAddress: '127.0.7.16' })).body, 'i-0000000000000000c');
  });

  test('have each its own role', async () => {
    const role = '/latest/meta-data/iam/security-credentials/';
    assert.equal((await ask(`${url}${role}`)).body, 'one');
    assert.equal((await ask(`${at('127.0.7.5')}${role}`)).body, 'two');
    assert.equal((await ask(`${at('127.0.7.5')}${role}one`)).status, 404);
    assert.equal(await curlFrom('127.0.7.15', role), '');
  });

  test('answer nobody once they are stopped', async () => {
    const { code, text } = await run('curl', ['-qsS', '--max-time', '3', '--interface', '127.0.7.17', `${url}${ID}`]);
    assert.notEqual(code, 0);
    assert.equal(text, '');
  });
});

test('without an instance that answers everybody, a stranger learns nothing', needs(wholeLoopback), async () => {
  const { url } = await startOpenimds({
    configuration: 'instances: [{ metadataOptions: { httpTokens: optional }, attach: [{ source: 127.0.7.20 }] }]',
  });
  await assert.rejects(ask(`${url}${ID}`));
  await assert.rejects(tokenAt(url));
  assert.equal((await ask(`${url}${ID}`, { localAddress: '127.0.7.20' })).status, 200);
});

test('an instance attached by an IPv6 address is recognised by it', needs(ipv6), async () => {
  const { port } = await startOpenimds({
    configuration: `
instances:
  - { id: i-0000000000000000a, metadataOptions: { httpTokens: optional } }
  - { id: i-0000000000000000f, metadataOptions: { httpTokens: required, httpProtocolIpv6: enabled }, attach: [{ destination: "::1" }] }`,
  });
  const url = `http://[::1]:${port}`;
  assert.equal((await read(url, ID, await tokenAt(url))).body, 'i-0000000000000000f');
  assert.equal((await ask(`http://127.0.0.1:${port}${ID}`)).body, 'i-0000000000000000a');
});
