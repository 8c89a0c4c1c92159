import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachRolePolicyCommand,
  CreateAccountAliasCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccountAliasCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListPolicyTagsCommand,
  PutRolePolicyCommand,
  TagOpenIDConnectProviderCommand,
  TagPolicyCommand,
  UntagOpenIDConnectProviderCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import { anApi, errorOf, EVERYTHING, policy } from '../an-api.test-support.ts';

const TRUST = JSON.stringify(
  policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
);

test('an account has one alias at most', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const aliases = async (): Promise<readonly string[]> =>
    (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases ?? [];
  assert.deepEqual(await aliases(), []);
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'first' }));
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'second' }));
  assert.deepEqual(await aliases(), ['second']);
  const wrong = iam.send(new CreateAccountAliasCommand({ AccountAlias: 'Not-An-Alias' }));
  assert.equal(await errorOf(wrong), 'ValidationError');
  const first = new DeleteAccountAliasCommand({ AccountAlias: 'first' });
  assert.equal(await errorOf(iam.send(first)), 'NoSuchEntityException');
  await iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'second' }));
  assert.deepEqual(await aliases(), []);
});

test('what an account has can be counted, and read all at once', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const PolicyDocument = JSON.stringify(policy(EVERYTHING));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'all', PolicyDocument }));
  await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: TRUST }));
  await iam.send(new CreateUserCommand({ UserName: 'ci' }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'inline', PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: Policy?.Arn }));
  const aws = 'arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: aws }));
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  assert.deepEqual([SummaryMap?.Roles, SummaryMap?.Users, SummaryMap?.Policies, SummaryMap?.Groups], [1, 1, 1, 0]);
  const all = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
  const [role] = all.RoleDetailList ?? [];
  assert.deepEqual(
    [
      role?.RoleName,
      role?.RolePolicyList?.[0]?.PolicyName,
      role?.AttachedManagedPolicies?.map(({ PolicyName }) => PolicyName),
    ],
    ['app', 'inline', ['all', 'AmazonEC2ReadOnlyAccess']],
  );
  assert.equal(decodeURIComponent(role?.RolePolicyList?.[0]?.PolicyDocument ?? ''), PolicyDocument);
  assert.deepEqual(
    all.Policies?.map(({ Arn }) => Arn),
    [aws, Policy?.Arn],
  );
  assert.deepEqual(
    all.UserDetailList?.map(({ UserName }) => UserName),
    ['ci'],
  );
  const users = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
  assert.deepEqual([users.RoleDetailList ?? [], users.UserDetailList?.length], [[], 1]);
  const first = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 3 }));
  const rest = await iam.send(new GetAccountAuthorizationDetailsCommand({ Marker: first.Marker }));
  const length = [first, rest].flatMap((page) => [
    ...(page.RoleDetailList ?? []),
    ...(page.UserDetailList ?? []),
    ...(page.Policies ?? []),
  ]).length;
  assert.deepEqual([first.IsTruncated, rest.IsTruncated, length], [true, false, 4]);
});

test('managed policies and OpenID Connect providers take tags', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const Tags = [{ Key: 'Team', Value: 'blue' }];
  const PolicyDocument = JSON.stringify(policy(EVERYTHING));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'all', PolicyDocument }));
  const PolicyArn = Policy?.Arn ?? '';
  await iam.send(new TagPolicyCommand({ PolicyArn, Tags }));
  assert.deepEqual((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags, Tags);
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['Team'] }));
  assert.deepEqual((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags ?? [], []);
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: 'https://oidc.example.com', ClientIDList: ['sts.amazonaws.com'] }),
  );
  const listing = new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn });
  await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  assert.deepEqual((await iam.send(listing)).Tags, Tags);
  await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: ['Team'] }));
  assert.deepEqual((await iam.send(listing)).Tags ?? [], []);
});
