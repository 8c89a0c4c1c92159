// What the admin API and scrapers are told of metadata requests, by a service at work.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { suite, test } from 'node:test';

import { AdminClient } from '../../src/cli/admin-client.ts';
import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

/** A port that is free, as a scraper's configuration would name one. */
async function freePort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

suite('what is known of metadata requests', async () => {
  const state = temporaryFolder();
  const PORT = await freePort();
  const configuration = `
instances: [{ id: i-0123456789abcdef0, metadataOptions: { httpTokens: optional } }]
telemetry: { prometheus: { port: ${PORT} } }`;
  const { url, ready } = await startOpenimds({ state, configuration });
  const found = await AdminClient.find({ state, apiUrl: undefined }, {});
  assert.ok(found.ok);
  const admin = found.value;
  const token = await tokenAt(url);
  for (let calls = 0; calls < 3; calls++) await ask(`${url}/latest/meta-data/instance-id`);
  await read(url, '/latest/meta-data/instance-id', token);
  assert.equal((await read(url, '/latest/meta-data/instance-id', 'no-token')).status, 401);

  async function called(path: string, query: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
    const answer = await admin.call({ method: 'GET', path, query });
    assert.ok(answer.ok, answer.ok ? '' : answer.error);
    return answer.value as Record<string, unknown>;
  }

  test('is told by instance', async () => {
    const { usage } = (await called('/metadata-usage')) as { usage: Record<string, unknown>[] };
    assert.equal(usage.length, 1);
    const { instanceId, noToken, withToken, tokensIssued, refused } = usage[0] ?? {};
    assert.deepEqual([instanceId, noToken, withToken, tokensIssued, refused], [ready.instances[0]?.id, 3, 1, 1, 1]);
    assert.deepEqual((await called('/metadata-usage', { region: 'eu-west-1' }))['usage'], []);
  });

  test('is told request by request, filtered and page by page', async () => {
    type Page = { readonly requests: readonly { readonly status: number }[]; readonly nextToken?: string };
    const page = async (query: Readonly<Record<string, string>>): Promise<Page> =>
      (await called('/metadata-requests', query)) as object as Page;
    assert.deepEqual(
      (await page({ version: '1' })).requests.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.deepEqual(
      (await page({ refused: 'true' })).requests.map(({ status }) => status),
      [401],
    );
    const first = await page({ limit: '3' });
    const rest = await page({ limit: '3', token: first.nextToken ?? '' });
    assert.deepEqual([first.requests.length, rest.requests.length, rest.nextToken], [3, 1, undefined]);
    const wrong = await admin.call({ method: 'GET', path: '/metadata-requests', query: { version: '3' } });
    assert.ok(!wrong.ok && /version/.test(wrong.error));
  });

  test('is told to scrapers, who need not sign, and to nobody else there', async () => {
    const scraped = await fetch(`http://127.0.0.1:${PORT}/metrics`);
    assert.equal(scraped.status, 200);
    assert.match(await scraped.text(), /^openimds_metadata_no_token_total\{instance_id="i-0123456789abcdef0"\} 3$/m);
    assert.equal((await fetch(`http://127.0.0.1:${PORT}/`)).status, 404);
    assert.equal((await fetch(`${ready.api.url}/_openimds/v1/metrics`)).status, 403);
  });
});
