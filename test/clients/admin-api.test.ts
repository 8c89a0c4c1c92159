// The JSON API beside the AWS API: the same keys, signatures and policies, and the command that is its client.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { suite, test } from 'node:test';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { SignatureV4 } from '@smithy/signature-v4';

import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

/** SHA-256, or HMAC with it, as Amazon's signer wants it given. */
class Sha256 {
  readonly #digest;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' || secret === undefined ? secret : Buffer.from(octetsOf(secret));
    this.#digest = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: Uint8Array): void {
    this.#digest.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#digest.digest());
  }
}

function octetsOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request signed by Amazon's own signer. */
async function signed({ ready }: OpenimdsProcess, method: string, path: string, credentials: Keys): Promise<Response> {
  const url = new URL(path, ready.api.url);
  const signer = new SignatureV4({ credentials, region: ready.region, service: 'openimds', sha256: Sha256 });
  const { host, hostname, pathname, protocol } = url;
  const query = Object.fromEntries(url.searchParams);
  const request = await signer.sign({ method, hostname, path: pathname, protocol, headers: { host }, query });
  return fetch(url, { method, headers: request.headers });
}

suite('the admin API', async () => {
  const state = temporaryFolder();
  const running = await startOpenimds({ state });
  const root = running.ready.credentials;

  test('tells its status to whoever signs as root, and describes itself', async () => {
    const status = await signed(running, 'GET', '/_openimds/v1/status', root);
    assert.equal(status.status, 200);
    const { instanceCount } = (await status.json()) as { instanceCount: number };
    assert.equal(instanceCount, 1);
    const described = await signed(running, 'GET', '/_openimds/v1/openapi.json', root);
    const { openapi, paths } = (await described.json()) as { openapi: string; paths: Record<string, unknown> };
    assert.equal(openapi, '3.1.0');
    assert.ok('/status' in paths);
  });

  test('refuses who does not sign, signs wrongly, or may not', async () => {
    const unsigned = await fetch(new URL('/_openimds/v1/status', running.ready.api.url));
    assert.equal(unsigned.status, 403);
    assert.match(await unsigned.text(), /MissingAuthenticationToken/);
    const wrong = await signed(running, 'GET', '/_openimds/v1/status', { ...root, secretAccessKey: 'wrong' });
    assert.equal(wrong.status, 403);
    const iam = new IAMClient({ endpoint: running.ready.api.url, region: running.ready.region, credentials: root });
    await iam.send(new CreateUserCommand({ UserName: 'watcher' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'watcher' }));
    const watcher = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    const denied = await signed(running, 'GET', '/_openimds/v1/status', watcher);
    assert.equal(denied.status, 403);
    assert.match(await denied.text(), /openimds:GetStatus/);
    const Statement = [{ Effect: 'Allow', Action: 'openimds:Get*', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName: 'watcher', PolicyName: 'watch', PolicyDocument }));
    assert.equal((await signed(running, 'GET', '/_openimds/v1/status', watcher)).status, 200);
  });

  test('says what there is instead of what was asked for', async () => {
    const unknown = await signed(running, 'GET', '/_openimds/v1/statues', root);
    assert.equal(unknown.status, 404);
    const method = await signed(running, 'DELETE', '/_openimds/v1/status', root);
    assert.equal(method.status, 405);
    assert.match(await method.text(), /\/status takes GET/);
  });

  test('is what the command line asks', async () => {
    const told = await openimds(['status', '--state', state, '--json']);
    assert.equal(told.code, 0, told.stderr);
    assert.equal((JSON.parse(told.stdout.toString()) as { instanceCount: number }).instanceCount, 1);
    const elsewhere = await openimds(['status', '--api-url', running.ready.api.url], {
      AWS_ACCESS_KEY_ID: root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'wrong',
    });
    assert.equal(elsewhere.code, 1);
    assert.match(elsewhere.stderr, /InvalidSignatureException/);
    const nowhere = await openimds(['status', '--state', `${state}/none`]);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /openimds up/);
  });
});
