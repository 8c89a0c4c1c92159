import assert from 'node:assert/strict';
import { afterEach, suite, test } from 'node:test';

import { fromInstanceMetadata as fromSdk, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';

import { needs, wholeLoopback } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const HOUR_MS = 3_600_000;

// The SDK reads its settings from the environment and from files below HOME.
const nowhere = temporaryFolder();
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = `${nowhere}/config`;
process.env['AWS_SHARED_CREDENTIALS_FILE'] = `${nowhere}/credentials`;

const openimds = await startOpenimds({
  configuration: `
account: "444455556666"
region: ap-southeast-2
roles:
  app-role: { trust: ec2 }
  lambda-role: { trust: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }
instances:
  - { id: i-00000000000000001, iamInstanceProfile: app-role, metadataOptions: { httpTokens: optional } }
  - { id: i-00000000000000002, iamInstanceProfile: app-role, metadataOptions: { httpTokens: required }, attach: [{ destination: 127.0.1.2 }] }
  - { id: i-00000000000000003, iamInstanceProfile: app-role, metadataOptions: { httpEndpoint: disabled }, attach: [{ destination: 127.0.1.3 }] }
  - { id: i-00000000000000004, metadataOptions: { httpTokens: required }, attach: [{ destination: 127.0.1.4 }] }
  - { id: i-00000000000000005, iamInstanceProfile: lambda-role, attach: [{ destination: 127.0.1.5 }] }
`,
});

type Which = 'optional' | 'required' | 'disabled' | 'without a profile' | 'with a role that does not trust EC2';

const HOSTS = {
  optional: '127.0.0.1',
  required: '127.0.1.2',
  disabled: '127.0.1.3',
  'without a profile': '127.0.1.4',
  'with a role that does not trust EC2': '127.0.1.5',
} satisfies Record<Which, string>;

function endpoint(which: Which): string {
  return `http://${HOSTS[which]}:${openimds.port}`;
}

function lookAt(which: Which): void {
  process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = endpoint(which);
}

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

function assertSessionCredentials(identity: Identity): void {
  assert.match(identity.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  assert.match(identity.secretAccessKey, /^[\w+/]{40}$/);
  assert.ok((identity.sessionToken?.length ?? 0) > 100);
  const leftMs = (identity.expiration?.getTime() ?? 0) - Date.now();
  assert.ok(leftMs > 4 * HOUR_MS && leftMs < 7 * HOUR_MS, `expires in ${leftMs} ms`);
}

afterEach(() => {
  delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
  delete process.env['AWS_EC2_METADATA_V1_DISABLED'];
});

suite('@smithy/credential-provider-imds', needs(wholeLoopback), () => {
  for (const which of ['optional', 'required'] satisfies Which[]) {
    test(`gives the role's credentials where tokens are ${which}`, async () => {
      lookAt(which);
      const provide = fromInstanceMetadata({ timeout: 1000, maxRetries: 0 });
      const first = await provide();
      assertSessionCredentials(first);
      assert.deepEqual(await provide(), first, 'credentials change with their hour, not with every read');
      assert.deepEqual(await fromInstanceMetadata()(), first);
    });
  }

  test('works at an endpoint with a slash at the end', async () => {
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = `${endpoint('required')}/`;
    assertSessionCredentials(await fromInstanceMetadata()());
    const service = new MetadataService({ endpoint: `${endpoint('required')}/` });
    assert.equal(await service.request('/latest/meta-data/instance-id', {}), 'i-00000000000000002');
  });

  test('works with IMDSv1 forbidden on its side', async () => {
    lookAt('required');
    assertSessionCredentials(await fromInstanceMetadata({ ec2MetadataV1Disabled: true })());
  });

  test('gives different sessions to different instances of one role', async () => {
    lookAt('optional');
    const one = await fromInstanceMetadata()();
    lookAt('required');
    const other = await fromInstanceMetadata()();
    assert.notEqual(one.accessKeyId, other.accessKeyId);
  });

  for (const which of ['disabled', 'without a profile', 'with a role that does not trust EC2'] satisfies Which[]) {
    test(`fails at once on an instance ${which}, so that the next provider is asked`, async () => {
      lookAt(which);
      const startedMs = performance.now();
      await assert.rejects(fromInstanceMetadata({ timeout: 1000, maxRetries: 0 })());
      assert.ok(performance.now() - startedMs < 900);
    });
  }
});

suite('@aws-sdk/credential-providers', needs(wholeLoopback), () => {
  test('find the credentials at the end of the default chain', async () => {
    lookAt('required');
    assertSessionCredentials(await fromNodeProviderChain()());
    assertSessionCredentials(await fromSdk()());
  });

  test('leave the metadata service alone when told so', async () => {
    lookAt('required');
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    await assert.rejects(fromNodeProviderChain()(), { name: 'CredentialsProviderError' });
    delete process.env['AWS_EC2_METADATA_DISABLED'];
  });
});

suite('@aws-sdk/ec2-metadata-service', needs(wholeLoopback), () => {
  const read = (which: Which, path: string): Promise<string> =>
    new MetadataService({ endpoint: endpoint(which) }).request(path, {});

  test('reads items, listings and documents', async () => {
    assert.equal(await read('optional', '/latest/meta-data/instance-id'), 'i-00000000000000001');
    assert.equal(await read('required', '/latest/meta-data/instance-id'), 'i-00000000000000002');
    assert.equal(await read('required', '/latest/meta-data/placement/region'), 'ap-southeast-2');
    assert.match(await read('required', '/latest/meta-data/'), /^ami-id\n/);
    const document: unknown = JSON.parse(await read('required', '/latest/dynamic/instance-identity/document'));
    assert.ok(typeof document === 'object' && document !== null && 'accountId' in document);
    assert.equal(document.accountId, '444455556666');
  });

  test('fetches a token of its own', async () => {
    const service = new MetadataService({ endpoint: endpoint('required') });
    assert.match(await service.fetchMetadataToken(), /^[\w-]{54}==$/);
  });

  test('works with IMDSv1 forbidden on its side', async () => {
    const service = new MetadataService({ endpoint: endpoint('required'), ec2MetadataV1Disabled: true });
    assert.equal(await service.request('/latest/meta-data/instance-id', {}), 'i-00000000000000002');
  });

  test('is told that something is not there', async () => {
    await assert.rejects(read('required', '/latest/meta-data/no-such-item'), /status code 404/);
    await assert.rejects(read('required', '/latest/user-data'), /status code 404/);
  });

  test('is told that the endpoint is off', async () => {
    await assert.rejects(read('disabled', '/latest/meta-data/instance-id'), /status code 403/);
  });

  test('is served a hundred times at once', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => read('required', '/latest/meta-data/instance-id')));
    assert.deepEqual([...new Set(all)], ['i-00000000000000002']);
  });
});
