// An application that finds its AWS credentials as it would on EC2, and what it does when they change or cannot be had.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { anInstance, startImds } from 'openimds/testing';
import type { Imds } from 'openimds/testing';

const SETTINGS = { roles: { app: {} }, instances: [anInstance({ iamInstanceProfile: 'app' })] };

/** What the application does. */
async function whoAmI(imds: Imds): Promise<string | undefined> {
  process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = imds.url;
  const credentials = fromInstanceMetadata({ timeout: 1000, maxRetries: 0 });
  const sts = new STSClient({ endpoint: imds.api.url, region: imds.api.region, credentials, maxAttempts: 1 });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}

suite('the application', () => {
  test('is the role of its instance', async () => {
    await using imds = await startImds(SETTINGS);
    assert.equal(await whoAmI(imds), `arn:aws:sts::123456789012:assumed-role/app/${imds.instance().id}`);
  });

  test('asks with a token, and never without', async () => {
    await using imds = await startImds(SETTINGS);
    await whoAmI(imds);
    assert.deepEqual(await imds.requests(({ version }) => version === 1), []);
    const [read] = await imds.requests(({ credentials }) => credentials);
    assert.equal(read?.path, '/latest/meta-data/iam/security-credentials/app');
  });

  test('does not call anybody with credentials that EC2 could not get', async () => {
    await using imds = await startImds(SETTINGS);
    await using fault = await imds.fault({ preset: 'role-unauthorized' });
    await assert.rejects(whoAmI(imds));
    assert.ok(fault.hits() > 0);
  });

  test('says that it has none when the instance has no role', async () => {
    await using imds = await startImds({ instances: [anInstance()] });
    await assert.rejects(whoAmI(imds));
  });
});
