import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { fromInstanceMetadata } from '@smithy/credential-provider-imds';

import { startOpenimds } from './openimds-process.test-support.ts';
import { startSts } from './sts.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

// The SDK reads its settings from the environment and from files below HOME.
const nowhere = temporaryFolder();
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = join(nowhere, 'config');

const SOURCE = { AWS_ACCESS_KEY_ID: 'AKIASOURCE', AWS_SECRET_ACCESS_KEY: 'source-secret', AWS_REGION: 'eu-north-1' };

const throughSts = (endpoint: string, rest = ''): string => `
region: eu-north-1
roles:
  remote: { issuer: { aws: { roleArn: "arn:aws:iam::777788889999:role/remote", endpoint: "${endpoint}", externalId: our-tenant${rest} } } }
instances: [{ id: i-00000000000000001, iamInstanceProfile: remote, metadataOptions: { httpTokens: required } }]
`;

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly leftSeconds: number;
}

/** What the SDK reads at `url`. */
async function credentialsAt(url: string): Promise<Keys> {
  process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = url;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromInstanceMetadata({ timeout: 5000 })();
  const leftSeconds = ((expiration?.getTime() ?? 0) - Date.now()) / 1000;
  return { accessKeyId, secretAccessKey, sessionToken, leftSeconds };
}

function assertFromSts(keys: Keys, number: number): void {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  assert.deepEqual(
    [accessKeyId, secretAccessKey, sessionToken],
    [`ASIAFROMSTS${number}`, `secret/${number}`, `token+${number}==`],
  );
}

suite('a role that AWS STS issues', () => {
  test('is assumed once, and kept while STS is away and over a restart', async () => {
    const sts = await startSts();
    const start = { configuration: throughSts(sts.url), state: temporaryFolder(), environment: SOURCE };
    const first = await startOpenimds(start);
    const keys = await credentialsAt(first.url);
    assertFromSts(keys, 1);
    assert.ok(keys.leftSeconds > 3500 && keys.leftSeconds < 3601);
    assertFromSts(await credentialsAt(first.url), 1);
    const calls = sts.received.filter(({ action }) => action === 'AssumeRole');
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.parameters.get('RoleArn'), 'arn:aws:iam::777788889999:role/remote');
    assert.equal(calls[0]?.parameters.get('ExternalId'), 'our-tenant');
    assert.match(calls[0]?.authorization ?? '', /Credential=AKIASOURCE\/\d{8}\/eu-north-1\/sts\/aws4_request/);

    await sts.stop();
    assertFromSts(await credentialsAt(first.url), 1);
    assert.equal((await first.stop()).code, 0);

    const second = await startOpenimds(start);
    assertFromSts(await credentialsAt(second.url), 1);
    await second.stop('SIGKILL');
    assertFromSts(await credentialsAt((await startOpenimds(start)).url), 1);
  });

  test('is assumed again well before its session ends, without making readers wait', async () => {
    const sts = await startSts();
    sts.answer = { lifetimeSeconds: 5 };
    const { url } = await startOpenimds({ configuration: throughSts(sts.url), environment: SOURCE });
    assertFromSts(await credentialsAt(url), 1);
    sts.answer = { lifetimeSeconds: 3600 };
    const seen: string[] = [];
    for (const deadline = Date.now() + 4800; Date.now() < deadline && !seen.includes('ASIAFROMSTS2'); await sleep(100))
      seen.push((await credentialsAt(url)).accessKeyId);
    assert.deepEqual([...new Set(seen)], ['ASIAFROMSTS1', 'ASIAFROMSTS2']);
  });

  test('that denies it leaves the instance without credentials, and says why in the place of them', async () => {
    const sts = await startSts();
    sts.answer = 'AccessDenied';
    const { url } = await startOpenimds({ configuration: throughSts(sts.url), environment: SOURCE });
    await assert.rejects(credentialsAt(url));
    const token = await fetch(`${url}/latest/api/token`, {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const body = await fetch(`${url}/latest/meta-data/iam/security-credentials/remote`, {
      headers: { 'X-aws-ec2-metadata-token': await token.text() },
    });
    assert.equal(body.status, 200);
    assert.match(
      await body.text(),
      /"Code" : "AssumeRoleUnauthorizedAccess",\n {2}"Message" : "EC2 cannot assume the role remote\./,
    );
  });
});

test('a role that a program issues is asked of it once, with the name of the instance', async () => {
  const folder = temporaryFolder();
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  writeFileSync(
    join(folder, 'issue.sh'),
    `echo "$OPENIMDS_INSTANCE_ID" >> '${join(folder, 'asked')}'
echo '{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "${expiration}"}'`,
  );
  const { url } = await startOpenimds({
    configuration: `
roles: { scripted: { issuer: { process: { command: [sh, "${join(folder, 'issue.sh')}"] } } } }
instances: [{ id: i-00000000000000002, iamInstanceProfile: scripted, metadataOptions: { httpTokens: required } }]`,
  });
  assert.equal(existsSync(join(folder, 'asked')), false, 'nobody has read them yet');
  const keys = await credentialsAt(url);
  assert.deepEqual([keys.accessKeyId, keys.secretAccessKey, keys.sessionToken], ['AKIAPROCESS', 's', 't']);
  await credentialsAt(url);
  assert.equal(readFileSync(join(folder, 'asked'), 'utf8'), 'i-00000000000000002\n');
});

test('a role with credentials that are written down gives them to everybody', async () => {
  const { url } = await startOpenimds({
    configuration: `
roles:
  written: { issuer: { static: { accessKeyId: AKIASTATIC, secretAccessKey: sss, sessionToken: ttt } } }
  expiring: { issuer: { static: { accessKeyId: AKIAEXPIRING, secretAccessKey: sss, expiration: "2099-01-02T03:04:05Z" } } }
instances:
  - { iamInstanceProfile: written, metadataOptions: { httpTokens: optional } }
  - { iamInstanceProfile: expiring, attach: [{ destination: 127.0.5.2 }] }`,
  });
  const keys = await credentialsAt(url);
  assert.deepEqual([keys.accessKeyId, keys.secretAccessKey, keys.sessionToken], ['AKIASTATIC', 'sss', 'ttt']);
  assert.ok(keys.leftSeconds > 4 * 3600);
  const other = await credentialsAt(url.replace('127.0.0.1', '127.0.5.2'));
  assert.equal(other.accessKeyId, 'AKIAEXPIRING');
  assert.equal(Math.round(Date.now() / 1000 + other.leftSeconds), Date.parse('2099-01-02T03:04:05Z') / 1000);
});
