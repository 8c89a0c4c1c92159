import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { fromInstanceMetadata } from '@smithy/credential-provider-imds';

import { curl, needs } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const configuration = (profile: string): string => `
roles: { app-role: { trust: ec2 } }
instances: [{ iamInstanceProfile: app-role, userData: "0123456789", metadataOptions: { httpTokens: required } }]
${profile}`;

suite('the profile of the older responder', needs(curl), async () => {
  const { url } = await startOpenimds({ configuration: configuration('dataPlane: { profile: legacy }') });
  const get = async (...args: readonly string[]): Promise<string> =>
    (await run('curl', ['-qsSi', '--max-time', '5', ...args])).text;
  const put = await run('curl', [
    '-qsS',
    '-X',
    'PUT',
    '-H',
    'X-aws-ec2-metadata-token-ttl-seconds: 60',
    `${url}/latest/api/token`,
  ]);
  const token = ['-H', `X-aws-ec2-metadata-token: ${put.text}`];

  test('answers HTTP/1.1 requests in HTTP/1.0, with its own headers in its own order', async () => {
    const [head = '', body = ''] = (await get(...token, `${url}/latest/user-data`)).split('\r\n\r\n');
    const [status, ...headers] = head.split('\r\n');
    assert.equal(status, 'HTTP/1.0 200 OK');
    assert.deepEqual(
      headers.map((line) => line.split(':', 1)[0]),
      [
        'Accept-Ranges',
        'Content-Length',
        'Content-Type',
        'Date',
        'Last-Modified',
        'X-Aws-Ec2-Metadata-Token-Ttl-Seconds',
        'Connection',
        'Server',
      ],
    );
    assert.ok(headers.includes('Accept-Ranges: bytes'));
    assert.equal(body, '0123456789');
  });

  test('refuses with a page', async () => {
    const [head = '', body = ''] = (await get(`${url}/latest/meta-data/`)).split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.0 401 Unauthorized\r\n/);
    assert.match(head, /\r\nContent-Type: text\/html(?:\r\n|$)/);
    assert.equal(body.length, 345);
    assert.match(
      body,
      /^<\?xml version="1\.0" encoding="iso-8859-1"\?>\n[^]*<h1>401 - Unauthorized<\/h1>\n <\/body>\n<\/html>\n$/,
    );
  });

  test('serves ranges', async () => {
    const [head = '', body] = (await get(...token, '--range', '2-4', `${url}/latest/user-data`)).split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.0 206 Partial Content\r\n/);
    assert.match(head, /\r\nContent-Range: bytes 2-4\/10(?:\r\n|$)/);
    assert.equal(body, '234');
  });

  test('is good enough for an SDK', async () => {
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = url;
    const { accessKeyId } = await fromInstanceMetadata({ timeout: 1000 })();
    assert.match(accessKeyId, /^ASIA/);
  });

  test('can be chosen by flag, which beats the file', async () => {
    const modern = await startOpenimds({
      configuration: configuration('dataPlane: { profile: legacy }'),
      flags: ['--profile', 'modern'],
    });
    const said = await get(`${modern.url}/latest/meta-data/`);
    assert.match(said, /^HTTP\/1\.1 401 Unauthorized\r\nContent-Length: 0\r\n/);
  });
});
