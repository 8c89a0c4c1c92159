import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTagsCommand,
  DescribeRegionsCommand,
  ModifyInstanceMetadataOptionsCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { realPlatform } from '#host';
import type { Organization, OrganizationPolicy, RoleDelivery } from '#model';
import { ACCOUNT, anApi, anInstance, errorOf, EVERYTHING, policy, REGION, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';
import { sealIssuedSession } from '../authenticate/issued-session.ts';

const target = anInstance('target', { tags: { Team: 'blue' } });
const targetArn = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${target.id}`;
const callerArn = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${anInstance('caller').id}`;
const V2_CREDENTIALS_ONLY = {
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
};

async function ec2With(on: AnApi, statements: readonly object[], delivery?: RoleDelivery): Promise<EC2Client> {
  await on.put('instance', target);
  return on.clients(await roleKeys(on, { inline: policy(...statements) }, delivery)).ec2;
}

function modify(more: object): ModifyInstanceMetadataOptionsCommand {
  return new ModifyInstanceMetadataOptionsCommand({ InstanceId: target.id, DryRun: true, ...more });
}

async function outcomes(ec2: EC2Client, ...requests: readonly object[]): Promise<readonly (string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  for (const request of requests) answers.push(await errorOf(ec2.send(modify(request))));
  return answers.map((code) => (code === 'DryRunOperation' ? 'allowed' : code));
}

test('credentials that were read without a token are refused everything but to say who they are', async (t) => {
  const on = await anApi(t);
  const statements = [EVERYTHING, V2_CREDENTIALS_ONLY];
  const regions = new DescribeRegionsCommand({});
  assert.equal(await errorOf((await ec2With(on, statements, '2.0')).send(regions)), undefined);
  assert.equal(await errorOf((await ec2With(on, statements, '1.0')).send(regions)), 'UnauthorizedOperation');
  const first = on.clients(await roleKeys(on, { inline: policy(...statements) }, '1.0'));
  assert.equal(await errorOf(first.iam.send(new ListRolesCommand({}))), 'AccessDenied');
  assert.equal(await errorOf(first.sts.send(new GetCallerIdentityCommand({}))), undefined);
  assert.equal(await errorOf(on.clients().ec2.send(regions)), undefined);
});

test('a policy against opting out lets pass what does not speak of tokens', async (t) => {
  const on = await anApi(t);
  const ec2 = await ec2With(on, [
    EVERYTHING,
    {
      Effect: 'Deny',
      Action: 'ec2:ModifyInstanceMetadataOptions',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'ec2:Attribute/HttpTokens': 'required' },
        Null: { 'ec2:Attribute/HttpTokens': 'false' },
      },
    },
  ]);
  const answers = await outcomes(
    ec2,
    { HttpTokens: 'optional' },
    { HttpTokens: 'required' },
    { InstanceMetadataTags: 'enabled' },
  );
  assert.deepEqual(answers, ['UnauthorizedOperation', 'allowed', 'allowed']);
});

test('a policy can cap the hop limit asked for, and ask what an instance has', async (t) => {
  const on = await anApi(t);
  const ec2 = await ec2With(on, [
    EVERYTHING,
    {
      Effect: 'Deny',
      Action: 'ec2:ModifyInstanceMetadataOptions',
      Resource: 'arn:aws:ec2:*:*:instance/*',
      Condition: { NumericGreaterThan: { 'ec2:Attribute/HttpPutResponseHopLimit': '3' } },
    },
    {
      Effect: 'Deny',
      Action: 'ec2:StopInstances',
      Resource: '*',
      Condition: { StringEquals: { 'ec2:MetadataHttpTokens': 'optional' } },
    },
  ]);
  const answers = await outcomes(ec2, { HttpPutResponseHopLimit: 3 }, { HttpPutResponseHopLimit: 4 }, {});
  assert.deepEqual(answers, ['allowed', 'UnauthorizedOperation', 'allowed']);
  const stop = new StopInstancesCommand({ InstanceIds: [target.id] });
  assert.equal(await errorOf(ec2.send(stop)), 'UnauthorizedOperation');
  await on.put('instance', { ...target, metadataOptions: { ...target.metadataOptions, httpTokens: 'required' } });
  assert.equal(await errorOf(ec2.send(stop)), undefined);
});

test('a policy can name who may, by role, and where from, by instance, network and address', async (t) => {
  const on = await anApi(t);
  const allow = async (Condition: object): Promise<string | undefined> => {
    const ec2 = await ec2With(on, [{ ...EVERYTHING, Condition }]);
    return (await outcomes(ec2, {}))[0];
  };
  const role = `arn:aws:iam::${ACCOUNT}:role/app-role`;
  const holding: readonly object[] = [
    { ArnEquals: { 'aws:PrincipalArn': role } },
    { ArnEquals: { 'ec2:SourceInstanceARN': callerArn } },
    { StringLike: { 'aws:Ec2InstanceSourceVpc': 'vpc-*' } },
    { IpAddress: { 'aws:Ec2InstanceSourcePrivateIPv4': '172.31.0.0/16' } },
    { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
    { StringEquals: { 'aws:ResourceTag/Team': 'blue', 'ec2:ResourceTag/Team': 'blue' } },
    { StringEquals: { 'aws:RequestedRegion': REGION, 'ec2:Region': REGION, 'aws:PrincipalAccount': ACCOUNT } },
    { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' }, Bool: { 'aws:SecureTransport': 'false' } },
  ];
  for (const condition of holding) assert.equal(await allow(condition), 'allowed', JSON.stringify(condition));
  const failing: readonly object[] = [
    { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/admin` } },
    { ArnEquals: { 'ec2:SourceInstanceARN': targetArn } },
    { StringEquals: { 'aws:ResourceTag/Team': 'red' } },
    { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  ];
  for (const condition of failing) {
    assert.equal(await allow(condition), 'UnauthorizedOperation', JSON.stringify(condition));
  }
});

test('permission for tags is asked with the tags of the request, for each resource', async (t) => {
  const on = await anApi(t);
  await on.put('instance', anInstance('other'));
  const ec2 = await ec2With(on, [
    {
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: targetArn,
      Condition: {
        StringEquals: { 'aws:RequestTag/Stage': ['prod', 'test'] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['Stage'] },
      },
    },
  ]);
  const create = (Resources: string[], ...Tags: { Key: string; Value: string }[]): Promise<string | undefined> =>
    errorOf(ec2.send(new CreateTagsCommand({ Resources, Tags })));
  const stage = { Key: 'Stage', Value: 'prod' };
  assert.equal(await create([target.id], stage), undefined);
  assert.equal(await create([target.id], { ...stage, Value: 'x' }), 'UnauthorizedOperation');
  assert.equal(await create([target.id], stage, { Key: 'More', Value: '' }), 'UnauthorizedOperation');
  assert.equal(await create([target.id, anInstance('other').id], stage), 'UnauthorizedOperation');
});

test('whoever puts a role into a profile must be able to pass it', async (t) => {
  const on = await anApi(t);
  const add = { Effect: 'Allow', Action: 'iam:AddRoleToInstanceProfile', Resource: '*' };
  const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: `arn:aws:iam::${ACCOUNT}:role/app-role` };
  const command = new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'app-role', RoleName: 'app-role' });
  const attempt = async (...statements: object[]): Promise<string | undefined> => {
    const { iam } = on.clients(await roleKeys(on, { inline: policy(...statements) }));
    return errorOf(iam.send(command));
  };
  assert.equal(await attempt(add), 'AccessDenied');
  assert.equal(await attempt(pass), 'AccessDenied');
  assert.equal(await attempt(add, pass), 'LimitExceededException');
});

test('a boundary and a session policy only narrow', async (t) => {
  const on = await anApi(t);
  const regions = new DescribeRegionsCommand({});
  await roleKeys(on, { inline: policy(EVERYTHING) });
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/app-role`;
  const session = (...policies: object[]): EC2Client => {
    const keys = sealIssuedSession(
      on.sessionKeys,
      {
        principal: {
          kind: 'assumed-role',
          accountId: ACCOUNT,
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app-role/me`,
          id: 'AROAVMQT32F2QEXAMPLE1:me',
          roleArn,
        },
        issuedAtMs: on.nowMs(),
        expiresAtMs: on.nowMs() + 900_000,
        policies: policies.map((each) => JSON.stringify(each)),
        policyArns: [],
        tags: {},
        transitiveTagKeys: [],
      },
      realPlatform().random,
    );
    return on.clients(keys).ec2;
  };
  const ec2Only = policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
  const iamOnly = policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' });
  assert.equal(await errorOf(session().send(regions)), undefined);
  assert.equal(await errorOf(session(ec2Only).send(regions)), undefined);
  assert.equal(await errorOf(session(iamOnly).send(regions)), 'UnauthorizedOperation');
  await on.registry.commit([
    {
      kind: 'role',
      id: `${ACCOUNT}/app-role`,
      body: JSON.stringify({
        ...JSON.parse((await on.registry.read(0)).find(({ kind }) => kind === 'role')?.body ?? ''),
        permissionsBoundaryArn: 'arn:aws:iam::aws:policy/IAMFullAccess',
      }),
    },
  ]);
  assert.equal(await errorOf(session().send(regions)), 'UnauthorizedOperation');
});

test('a service control policy binds every account but the one that manages', async (t) => {
  const on = await anApi(t);
  const full: OrganizationPolicy = {
    id: 'p-FullAWSAccess',
    organizationId: 'o-1',
    arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
    name: 'FullAWSAccess',
    description: '',
    type: 'SERVICE_CONTROL_POLICY',
    awsManaged: true,
    document: JSON.stringify(policy(EVERYTHING)),
    tags: {},
  };
  const scp = {
    ...full,
    id: 'p-v2',
    name: 'v2',
    arn: 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-v2',
  };
  await on.put('organization-policy', full);
  await on.put('organization-policy', { ...scp, document: JSON.stringify(policy(V2_CREDENTIALS_ONLY)) });
  const organization: Organization = {
    id: 'o-1',
    rootId: 'r-1',
    managementAccountId: '999999999999',
    featureSet: 'ALL',
    enabledPolicyTypes: ['SERVICE_CONTROL_POLICY'],
    units: [{ id: 'ou-1', name: 'apps', parentId: 'r-1' }],
    accounts: [
      {
        id: ACCOUNT,
        name: 'app',
        email: '',
        parentId: 'ou-1',
        status: 'ACTIVE',
        joinedMethod: 'CREATED',
        joinedAtMs: 0,
      },
    ],
    attachments: { 'r-1': [full.id], 'ou-1': [full.id, scp.id], [ACCOUNT]: [full.id] },
  };
  const attempt = async (delivery: RoleDelivery, more: Partial<Organization> = {}): Promise<string | undefined> => {
    await on.put('organization', { ...organization, ...more });
    return errorOf((await ec2With(on, [EVERYTHING], delivery)).send(new DescribeRegionsCommand({})));
  };
  assert.equal(await attempt('2.0'), undefined);
  assert.equal(await attempt('1.0'), 'UnauthorizedOperation');
  assert.equal(await attempt('1.0', { managementAccountId: ACCOUNT }), undefined);
  assert.equal(await attempt('1.0', { enabledPolicyTypes: [] }), undefined);
  assert.equal(
    await attempt('2.0', { attachments: { ...organization.attachments, [ACCOUNT]: [] } }),
    'UnauthorizedOperation',
  );
});

test('a role made anew under the same name has nothing to do with the sessions of the old one', async (t) => {
  const on = await anApi(t);
  const ec2 = await ec2With(on, [EVERYTHING]);
  const role = (await on.registry.read(0)).find(({ kind }) => kind === 'role');
  assert.ok(role?.body !== undefined);
  const anew = JSON.stringify({ ...JSON.parse(role.body), id: 'AROANEWNEWNEWNEWNEWNE' });
  await on.registry.commit([{ kind: 'role', id: role.id, body: anew }]);
  assert.equal(await errorOf(ec2.send(new DescribeRegionsCommand({}))), 'UnauthorizedOperation');
});
