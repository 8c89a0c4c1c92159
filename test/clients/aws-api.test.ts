// The AWS API and the metadata it governs, in one openimds: what a call has changed is what the next request sees.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { InstanceMetadataOptionsResponse } from '@aws-sdk/client-ec2';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { ask, tokenAt } from './imds-client.test-support.ts';
import type { Answered } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess, ReadyLine } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const INSTANCE = 'i-0123456789abcdef0';
const CONFIGURATION = `
roles: { app: { trust: ec2 } }
instances:
  - id: ${INSTANCE}
    iamInstanceProfile: app
    userData: first
    metadataOptions: { httpTokens: optional, instanceMetadataTags: enabled }
`;

type Keys = ReadyLine['credentials'] & { readonly sessionToken?: string };

const clientConfig = ({ ready }: OpenimdsProcess, credentials: Keys = ready.credentials) => ({
  endpoint: ready.api.url,
  region: ready.region,
  credentials,
  maxAttempts: 1,
});

/** What is answered to a metadata request from an address of this machine; status 0 when nobody answers. */
async function get(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  localAddress?: string,
): Promise<Answered> {
  const from = localAddress === undefined ? {} : { localAddress };
  return ask(`${url}${path}`, { headers, ...from }).catch(() => ({ status: 0, body: '' }));
}

async function tokenHeader(url: string): Promise<Record<string, string>> {
  return { 'X-aws-ec2-metadata-token': await tokenAt(url) };
}

async function roleKeys(url: string, headers: Record<string, string> = {}): Promise<Keys> {
  const { body } = await get(url, '/latest/meta-data/iam/security-credentials/app', headers);
  const { AccessKeyId, SecretAccessKey, Token } = JSON.parse(body) as Record<string, string>;
  return { accessKeyId: AccessKeyId ?? '', secretAccessKey: SecretAccessKey ?? '', sessionToken: Token ?? '' };
}

async function optionsOf(ec2: EC2Client): Promise<InstanceMetadataOptionsResponse | undefined> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [INSTANCE] }));
  return Reservations?.[0]?.Instances?.[0]?.MetadataOptions;
}

suite('the AWS API of a running openimds', async () => {
  const running = await startOpenimds({ configuration: CONFIGURATION });
  const ec2 = new EC2Client(clientConfig(running));
  const { url } = running;

  test('changes options that the next metadata request meets, and says when they are applied', async () => {
    assert.equal((await get(url, '/latest/meta-data/instance-id')).body, INSTANCE);
    const modified = await ec2.send(
      new ModifyInstanceMetadataOptionsCommand({ InstanceId: INSTANCE, HttpTokens: 'required' }),
    );
    assert.equal(modified.InstanceMetadataOptions?.State, 'pending');
    for (let tries = 0; (await optionsOf(ec2))?.State !== 'applied'; tries++) assert.ok(tries < 100);
    assert.equal((await get(url, '/latest/meta-data/instance-id')).status, 401);
    assert.equal((await get(url, '/latest/meta-data/instance-id', await tokenHeader(url))).body, INSTANCE);
    await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: INSTANCE, HttpEndpoint: 'disabled' }));
    assert.equal((await get(url, '/latest/meta-data/instance-id')).status, 403);
    await ec2.send(
      new ModifyInstanceMetadataOptionsCommand({
        InstanceId: INSTANCE,
        HttpEndpoint: 'enabled',
        HttpTokens: 'optional',
      }),
    );
    assert.equal((await get(url, '/latest/meta-data/instance-id')).status, 200);
  });

  test('changes tags and, while the instance is stopped, user data', async () => {
    await ec2.send(new CreateTagsCommand({ Resources: [INSTANCE], Tags: [{ Key: 'Team', Value: 'blue' }] }));
    assert.equal((await get(url, '/latest/meta-data/tags/instance/Team')).body, 'blue');
    await ec2.send(new StopInstancesCommand({ InstanceIds: [INSTANCE] }));
    assert.equal((await get(url, '/latest/user-data')).status, 0, 'a stopped instance has nobody who could ask');
    const UserData = { Value: new TextEncoder().encode('second') };
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: INSTANCE, UserData }));
    await ec2.send(new StartInstancesCommand({ InstanceIds: [INSTANCE] }));
    assert.equal((await get(url, '/latest/user-data')).body, 'second');
  });

  test('launches instances that are known by the address they were given, until they are terminated', async () => {
    const launched = await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-0123456789abcdef0',
        MinCount: 1,
        MaxCount: 1,
        PrivateIpAddress: '127.0.0.9',
      }),
    );
    const id = launched.Instances?.[0]?.InstanceId ?? '';
    assert.equal((await get(url, '/latest/meta-data/instance-id', {}, '127.0.0.9')).body, id);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    assert.notEqual((await get(url, '/latest/meta-data/instance-id', {}, '127.0.0.9')).body, id);
  });

  test('takes role credentials read with a token, and none read without one where a policy says so', async () => {
    const [withoutToken, withToken] = [await roleKeys(url), await roleKeys(url, await tokenHeader(url))];
    assert.notEqual(withoutToken.accessKeyId, withToken.accessKeyId);
    const callerOf = async (keys: Keys): Promise<string | undefined> =>
      (await new STSClient(clientConfig(running, keys)).send(new GetCallerIdentityCommand({}))).Arn;
    assert.match((await callerOf(withToken)) ?? '', new RegExp(`:assumed-role/app/${INSTANCE}$`));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } } },
      ],
    });
    await new IAMClient(clientConfig(running)).send(
      new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'v2-only', PolicyDocument }),
    );
    const describe = (keys: Keys): Promise<unknown> =>
      new EC2Client(clientConfig(running, keys)).send(new DescribeInstancesCommand({}));
    await describe(withToken);
    await assert.rejects(describe(withoutToken), { name: 'UnauthorizedOperation' });
  });
});

test('a second openimds on the same state is refused, and says what to do', async () => {
  const state = temporaryFolder();
  const first = await startOpenimds({ state });
  const second = await openimds(['up', '--json', '--state', state, '--port', '0', '--api-port', '0']);
  assert.deepEqual({ code: second.code, text: second.text }, { code: 1, text: '' });
  assert.match(second.stderr, /in use by another openimds.*--state DIR or --ephemeral/s);
  assert.equal((await get(first.url, '/latest/meta-data/')).status, 200);
});

test('whatever was acknowledged is there after kill -9, however often', async () => {
  const state = temporaryFolder();
  const acknowledged = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const running = await startOpenimds({ configuration: CONFIGURATION, state });
    const ec2 = new EC2Client(clientConfig(running));
    const { Tags = [] } = await ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [INSTANCE] }] }),
    );
    const found = new Set(Tags.map(({ Key }) => Key));
    assert.deepEqual(
      [...acknowledged].filter((key) => !found.has(key)),
      [],
    );
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let index = 0; index < 10; index++) {
        const Key = `r${round}w${writer}n${index % 3}`;
        await ec2.send(new CreateTagsCommand({ Resources: [INSTANCE], Tags: [{ Key, Value: `${index}` }] }));
        acknowledged.add(Key);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 30 + 20 * round));
    const stopped = running.stop('SIGKILL');
    await Promise.allSettled(writers);
    await stopped;
  }
});
