import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { read, tokenAt } from './imds-client.test-support.ts';
import { openimds as openimdsVerb, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

// All but pkcs7: a DSA signature is another one each time it is made.
const KEPT = [
  '/latest/meta-data/instance-id',
  '/latest/meta-data/reservation-id',
  '/latest/meta-data/mac',
  '/latest/meta-data/iam/info',
  '/latest/meta-data/iam/security-credentials/app-role',
  '/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
  '/latest/dynamic/instance-identity/document',
  '/latest/dynamic/instance-identity/signature',
  '/latest/dynamic/instance-identity/rsa2048',
];

const CONFIGURATION = `
roles: { app-role: { trust: ec2 } }
instances: [{ iamInstanceProfile: app-role, metadataOptions: { httpTokens: required } }]`;

async function readAll(url: string, token: string): Promise<Record<string, string>> {
  const answers = await Promise.all(KEPT.map((path) => read(url, path, token)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    KEPT.map(() => 200),
  );
  return Object.fromEntries(KEPT.map((path, index) => [path, answers[index]?.body ?? '']));
}

suite('a state directory', { concurrency: 3 }, () => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`after ${signal} and a start with the same state, tokens, credentials, documents and certificates are as before`, async () => {
      const state = temporaryFolder();
      const first = await startOpenimds({ configuration: CONFIGURATION, state });
      const token = await tokenAt(first.url);
      const before = await readAll(first.url, token);
      const certificates = await openimdsVerb(['certs', '--state', state]);
      assert.equal(certificates.code, 0, certificates.stderr);
      assert.equal((await first.stop(signal)).code, signal === 'SIGKILL' ? null : 0);

      const second = await startOpenimds({ configuration: CONFIGURATION, state });
      assert.deepEqual(await readAll(second.url, token), before);
      assert.equal((await openimdsVerb(['certs', '--state', state])).text, certificates.text);
    });
  }

  test('after SIGKILL at once, before anything was read, the next start is none the worse', async () => {
    const state = temporaryFolder();
    for (let times = 0; times < 3; times++) await (await startOpenimds({ state })).stop('SIGKILL');
    const { url } = await startOpenimds({ state });
    const token = await tokenAt(url);
    assert.equal((await read(url, '/latest/dynamic/instance-identity/rsa2048', token)).status, 200);
  });

  test('another state is another secret: tokens of one are nothing to the other', async () => {
    const [one, other] = await Promise.all([startOpenimds(), startOpenimds()]);
    const token = await tokenAt(one.url);
    assert.equal((await read(one.url, '/latest/meta-data/instance-id', token)).status, 200);
    assert.equal((await read(other.url, '/latest/meta-data/instance-id', token)).status, 401);
  });

  test('a state that is in use is not taken by a second openimds', async () => {
    const state = temporaryFolder();
    const first = await startOpenimds({ state });
    const second = await openimdsVerb(['up', '--json', '--port', '0', '--api-port', '0', '--state', state]);
    assert.deepEqual({ code: second.code, text: second.text }, { code: 1, text: '' });
    assert.ok(second.stderr.includes(state), second.stderr);
    assert.equal((await read(first.url, '/latest/meta-data/instance-id', await tokenAt(first.url))).status, 200);
  });
});
