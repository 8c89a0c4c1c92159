// Findings of a running openimds, made by a real program and read with the command, a webhook and after a restart.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { suite, test } from 'node:test';

import { curl, needs } from './available.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

interface Told {
  readonly type: string;
  readonly status: string;
  readonly count: number;
  readonly title: string;
}

const V1 = 'Policy:EC2/InstanceMetadataV1Use';

suite('findings of a running openimds', needs(curl), () => {
  test('name the program that uses IMDSv1, to the command and to a webhook, and outlive a restart', async (t) => {
    const delivered: { readonly event: string; readonly change: string; readonly type: string }[] = [];
    const hook = createServer((request, response) => {
      assert.ok(request.headers['openimds-signature'], 'signed');
      response.on('finish', () => hook.emit('delivered'));
      void take(request).finally(() => response.end());
    }).listen(0, '127.0.0.1');
    const take = async (request: IncomingMessage): Promise<void> => {
      delivered.push(...JSON.parse(await text(request)).entries);
    };
    t.after(() => hook.close());
    await once(hook, 'listening');
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const state = temporaryFolder();
    const configuration = `
instances: [{ metadataOptions: { httpTokens: optional } }]
telemetry: { webhooks: { pager: { url: "${url}", secret: a-shared-secret, sends: [finding] } } }
`;
    const list = async (...flags: string[]): Promise<string> => {
      const said = await openimds(['findings', '--state', state, ...flags]);
      assert.equal(said.code, 0, said.stderr);
      return said.text;
    };
    const told = async (): Promise<readonly Told[]> => JSON.parse(await list('--json')).findings;

    const first = await startOpenimds({ state, configuration });
    assert.equal(await list(), 'no findings\n');
    const arrived = once(hook, 'delivered');
    assert.equal((await run('curl', ['-sf', `${first.url}/latest/meta-data/instance-id`])).code, 0);
    const [finding, ...others] = await told();
    assert.deepEqual([finding?.type, finding?.status, finding?.count, others.length], [V1, 'open', 1, 0]);
    assert.match(
      await list('--status', 'open'),
      /^2\.0 open: .* on the EC2 instance i-\w+ uses IMDSv1\.\n {4}Policy:EC2/,
    );
    if (process.platform === 'linux') assert.match(finding?.title ?? '', /^curl on/);
    assert.equal(await list('--status', 'resolved'), 'no findings\n');
    assert.equal(JSON.parse(await list('--ocsf')).class_uid, 2004);
    await arrived;
    assert.deepEqual(
      delivered.map(({ event, change, type }) => [event, change, type]),
      [['finding', 'opened', V1]],
    );

    await first.stop();
    const second = await startOpenimds({ state, configuration });
    assert.equal((await run('curl', ['-sf', `${second.url}/latest/meta-data/instance-id`])).code, 0);
    assert.deepEqual(
      (await told()).map(({ count }) => count),
      [2],
    );
  });
});
