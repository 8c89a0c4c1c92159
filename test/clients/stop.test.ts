// What was answered right before a stop is there after the next start: counts, requests in full and findings.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { AdminClient } from '../../src/cli/admin-client.ts';
import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const ID = '/latest/meta-data/instance-id';
const REQUESTS = 20;
/** Whether something is lost is a matter of microseconds. */
const STOPS = 5;

interface Usage {
  readonly noToken: number;
  readonly withToken: number;
  readonly refused: number;
}

async function called<Answer>(state: string, path: string): Promise<Answer> {
  const admin = await AdminClient.find({ state, apiUrl: undefined }, {});
  assert.ok(admin.ok);
  const answer = await admin.value.call({ method: 'GET', path, query: {} });
  assert.ok(answer.ok, answer.ok ? '' : answer.error);
  return answer.value as Answer;
}

suite('a graceful stop', () => {
  for (const transport of ['auto', 'net'] as const) {
    test(`with the ${transport} transport loses nothing that was answered before`, async () => {
      const state = temporaryFolder();
      const configuration = `
dataPlane: { transport: ${transport}, attribution: 'off' }
instances: [{ metadataOptions: { httpTokens: optional } }]`;
      for (let stops = 1; stops <= STOPS; stops++) {
        const { url, stop } = await startOpenimds({ state, configuration });
        const token = await tokenAt(url);
        await Promise.all(
          Array.from({ length: REQUESTS }, async () => {
            await read(url, ID, token);
            await ask(`${url}${ID}`);
            await ask(`${url}/nothing`);
          }),
        );
        assert.equal((await stop()).code, 0);
      }
      await startOpenimds({ state, configuration });
      const { usage } = await called<{ usage: readonly Usage[] }>(state, '/metadata-usage');
      const wanted = STOPS * REQUESTS;
      assert.deepEqual(
        usage.map(({ noToken, withToken, refused }) => ({ noToken, withToken, refused })),
        [{ noToken: wanted, withToken: wanted, refused: wanted }],
      );
      const { text } = await openimds(['findings', '--state', state, '--json']);
      const { findings } = JSON.parse(text) as {
        findings: readonly { readonly type: string; readonly count: number }[];
      };
      assert.deepEqual(
        findings.map(({ type, count }) => [type, count]),
        [['Policy:EC2/InstanceMetadataV1Use', wanted]],
      );
    });
  }
});
