import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstancesCommand,
  ModifyInstanceMetadataOptionsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, CreateRoleCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, anInstance, errorOf, EVERYTHING, policy, roleKeys } from './an-api.test-support.ts';
import type { AnApi, Keys } from './an-api.test-support.ts';

const REQUIRE_V2_CREDENTIALS = {
  Sid: 'RequireV2Credentials',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
};

/** Attaches a service control policy to the root of a new organization. */
async function attachScp(on: AnApi, ...statements: readonly object[]): Promise<void> {
  const { organizations } = on.clients();
  await organizations.send(new CreateOrganizationCommand({}));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const Content = JSON.stringify(policy(...statements));
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({ Name: 'guardrail', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content }),
  );
  const [PolicyId, TargetId] = [Policy?.PolicySummary?.Id, Roots?.[0]?.Id];
  await organizations.send(new EnablePolicyTypeCommand({ RootId: TargetId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }));
}

/** What an EC2 and an IAM call of these keys end with. */
async function outcomes(on: AnApi, keys: Keys): Promise<readonly (string | undefined)[]> {
  const { ec2, iam } = on.clients(keys);
  return [await errorOf(ec2.send(new DescribeInstancesCommand({}))), await errorOf(iam.send(new ListUsersCommand({})))];
}

const FREE = [undefined, undefined];
const REFUSED = ['UnauthorizedOperation', 'AccessDenied'];

test('an identity policy refuses credentials that were read without a session token', async (t) => {
  const on = await anApi(t);
  const policies = { all: policy(EVERYTHING), v2: policy(REQUIRE_V2_CREDENTIALS) };
  assert.deepEqual(await outcomes(on, await roleKeys(on, policies, '1.0')), REFUSED);
  assert.deepEqual(await outcomes(on, await roleKeys(on, policies, '2.0')), FREE);
});

test('a service control policy refuses them too, and nobody who is no instance', async (t) => {
  const on = await anApi(t);
  const [v1, v2] = [
    await roleKeys(on, { all: policy(EVERYTHING) }, '1.0'),
    await roleKeys(on, { all: policy(EVERYTHING) }),
  ];
  assert.deepEqual(await outcomes(on, v1), FREE);
  await attachScp(on, REQUIRE_V2_CREDENTIALS);
  assert.deepEqual(await outcomes(on, v1), REFUSED);
  assert.deepEqual(await outcomes(on, v2), FREE);
  assert.deepEqual(await outcomes(on, on.root), FREE);
  const identity = await on.clients(v1).sts.send(new GetCallerIdentityCommand({}));
  assert.match(identity.Arn ?? '', /assumed-role\/app-role\/i-/);
});

test('only the administrators of metadata may launch instances and change metadata options', async (t) => {
  const on = await anApi(t);
  const admin = `arn:aws:iam::${ACCOUNT}:role/ec2-imds-admins`;
  const instance = anInstance('guarded');
  await on.put('instance', instance);
  const [administrators, others] = [await anAdmin(on, 'ec2-imds-admins'), await anAdmin(on, 'others')];
  await attachScp(on, {
    Effect: 'Deny',
    Action: ['ec2:RunInstances', 'ec2:ModifyInstanceMetadataOptions'],
    Resource: '*',
    Condition: { StringNotLike: { 'aws:PrincipalArn': admin } },
  });
  const input = { InstanceId: instance.id, HttpTokens: 'required' } as const;
  const modifying = (ec2: EC2Client): Promise<string | undefined> =>
    errorOf(ec2.send(new ModifyInstanceMetadataOptionsCommand(input)));
  const launching = (ec2: EC2Client): Promise<string | undefined> =>
    errorOf(
      ec2.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, DryRun: true, ImageId: 'ami-0123456789abcdef0' })),
    );
  assert.equal(await modifying(on.clients(others).ec2), 'UnauthorizedOperation');
  assert.equal(
    await modifying(on.clients(await roleKeys(on, { all: policy(EVERYTHING) })).ec2),
    'UnauthorizedOperation',
  );
  assert.equal(await modifying(on.clients().ec2), 'UnauthorizedOperation');
  assert.equal(await launching(on.clients(others).ec2), 'UnauthorizedOperation');
  assert.equal(await errorOf(on.clients(others).ec2.send(new DescribeInstancesCommand({}))), undefined);
  assert.equal(await modifying(on.clients(administrators).ec2), undefined);
  assert.notEqual(await launching(on.clients(administrators).ec2), 'UnauthorizedOperation');
});

/** Makes a role with all permissions, and gives the credentials of a session of it. */
async function anAdmin(on: AnApi, RoleName: string): Promise<Keys> {
  const { iam, sts } = on.clients();
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(policy(trust)) }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

test('the message of a refusal decodes and names the statement that refused', async (t) => {
  const on = await anApi(t);
  const keys = await roleKeys(on, { all: policy(EVERYTHING) }, '1.0');
  await attachScp(on, REQUIRE_V2_CREDENTIALS);
  const refusal = await on
    .clients(keys)
    .ec2.send(new DescribeInstancesCommand({}))
    .then(() => '')
    .catch((error: unknown) => (error instanceof Error ? error.message : ''));
  assert.match(refusal, /with an explicit deny in a service control policy/);
  const EncodedMessage = /message: (\S+)/.exec(refusal)?.[1] ?? '';
  const { DecodedMessage = '' } = await on
    .clients()
    .sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
  const decoded: unknown = JSON.parse(DecodedMessage);
  assert.ok(typeof decoded === 'object' && decoded !== null);
  assert.partialDeepStrictEqual(decoded, { allowed: false, explicitDeny: true });
  for (const word of ['RequireV2Credentials', 'ec2:DescribeInstances', 'ec2:RoleDelivery', 'assumed-role/app-role']) {
    assert.ok(DecodedMessage.includes(word), `${word} in ${DecodedMessage}`);
  }
});
