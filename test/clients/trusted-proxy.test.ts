import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { wholeLoopback, needs } from './available.test-support.ts';
import { ask } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const KEY = 'a key that two share, and nobody else';

/** As a proxy signs, by its own clock. */
function voucher(id: string, key = KEY): string {
  const signed = `${id};t=${Math.floor(Date.now() / 1000)}`;
  return `${signed};s=${createHmac('sha256', key).update(signed).digest('hex')}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

for (const transport of ['epoll', 'net']) {
  suite(`a trusted proxy, over ${transport}`, needs(wholeLoopback), async () => {
    const keyFile = join(temporaryFolder(), 'proxy.key');
    writeFileSync(keyFile, `${KEY}\n`, { mode: 0o600 });
    const port = await freePort();
    const { url } = await startOpenimds({
      flags: ['--transport', transport],
      configuration: `
dataPlane: { listen: [{ host: 127.0.0.1, port: ${port}, network: edge, proxy: { keyFile: ${keyFile} } }] }
instances:
  - { id: i-0000000000000000a, metadataOptions: { httpTokens: optional }, attach: [{ proxy: edge }] }
  - { id: i-0000000000000000b, metadataOptions: { httpTokens: optional } }`,
    });
    const through = (value: string): ReturnType<typeof ask> =>
      ask(`http://127.0.0.1:${port}${ID}`, { headers: { 'X-Openimds-Instance': value } });

    test('is believed where its signature is good', async () => {
      assert.equal((await through(voucher('i-0000000000000000a'))).body, 'i-0000000000000000a');
    });

    test('gets nothing without, nor for instances that are not attached to it', async () => {
      await assert.rejects(through('i-0000000000000000a'));
      await assert.rejects(through(voucher('i-0000000000000000a', 'another key, as long as it should be')));
      await assert.rejects(through(voucher('i-0000000000000000b')));
      await assert.rejects(ask(`http://127.0.0.1:${port}${ID}`));
    });

    test('is needed for nobody who is recognised otherwise, and its header means nothing there', async () => {
      const headers = { 'X-Openimds-Instance': voucher('i-0000000000000000a') };
      assert.equal((await ask(`${url}${ID}`, { headers })).body, 'i-0000000000000000b');
    });
  });
}

test('a key that is too short is refused, and not shown', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'short.key'), 'secret-but-short\n');
  const config = join(folder, 'openimds.yaml');
  writeFileSync(config, 'dataPlane: { listen: [{ host: 127.0.0.1, port: 9, proxy: { keyFile: short.key } }] }');
  const { code, stderr } = await openimds(['up', '--ephemeral', '--port', '0', '--api-port', '0', '--config', config]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /dataPlane\.listen\[0\]\.proxy\.keyFile: a key has 32 to 4096 bytes; make one with: openssl rand/,
  );
  assert.doesNotMatch(stderr, /secret-but-short/);
});
