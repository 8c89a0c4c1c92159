import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  ListRolesCommand,
  ListUsersCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';
import type { Keys } from '../an-api.test-support.ts';
import {
  ROOT,
  ADMINISTRATOR,
  roleArn,
  trusting,
  makeRole,
  makeUser,
  assume,
  whoIs,
} from './role-sessions.test-support.ts';

test('a role is assumed by whom it trusts, and its session may what the role may until it expires', async (t) => {
  const on = await anApi(t);
  await makeRole(on, 'reader', [trusting(ROOT)]);
  await on.clients().iam.send(new AttachRolePolicyCommand({ RoleName: 'reader', PolicyArn: ADMINISTRATOR }));
  const { AssumedRoleUser, Credentials, PackedPolicySize } = await on
    .clients()
    .sts.send(new AssumeRoleCommand({ RoleArn: roleArn('reader'), RoleSessionName: 'me' }));
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/me`;
  assert.equal(AssumedRoleUser?.Arn, arn);
  assert.match(AssumedRoleUser.AssumedRoleId ?? '', /^AROA[A-Z2-7]{17}:me$/);
  assert.equal(PackedPolicySize, undefined);
  const lifetimeMs = (Credentials?.Expiration?.getTime() ?? 0) - on.nowMs();
  assert.ok(lifetimeMs > 3_590_000 && lifetimeMs <= 3_600_000, String(lifetimeMs));
  const keys = await assume(on, on.root, 'reader', { RoleSessionName: 'me' });
  assert.match(keys.accessKeyId, /^ASIA/);
  assert.equal(await whoIs(on, keys), arn);
  await on.clients(keys).iam.send(new ListRolesCommand({}));
  await on.clients().iam.send(new DetachRolePolicyCommand({ RoleName: 'reader', PolicyArn: ADMINISTRATOR }));
  assert.equal(await errorOf(on.clients(keys).iam.send(new ListRolesCommand({}))), 'AccessDenied');
  on.turn(3_600_001);
  assert.equal(await errorOf(on.clients(keys).sts.send(new GetCallerIdentityCommand({}))), 'ExpiredToken');
});

test('who is not trusted is refused, and so is everybody for a role that does not exist', async (t) => {
  const on = await anApi(t);
  const ada = await makeUser(on, 'ada', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
  const bob = await makeUser(on, 'bob');
  await makeRole(on, 'of-ada', [trusting(`arn:aws:iam::${ACCOUNT}:user/ada`)]);
  await makeRole(on, 'of-account', [trusting(ROOT)]);
  await assume(on, ada, 'of-ada');
  await assume(on, ada, 'of-account');
  assert.equal(await errorOf(assume(on, bob, 'of-ada')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, bob, 'of-account')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, ada, 'missing')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, ada, 'no/such/path/of-ada')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, ada, 'OF-ADA')), 'AccessDenied');
  const document = JSON.stringify(policy(trusting(`arn:aws:iam::${ACCOUNT}:user/bob`)));
  await on.clients().iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'of-ada', PolicyDocument: document }));
  assert.equal(await errorOf(assume(on, ada, 'of-ada')), 'AccessDenied');
  await assume(on, bob, 'of-ada');
});

test('a role of another account is assumed only if both sides agree', async (t) => {
  const on = await anApi(t);
  const other = '210987654321';
  const RoleArn = `arn:aws:iam::${other}:role/theirs`;
  const ada = await makeUser(on, 'ada', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: RoleArn });
  const bob = await makeUser(on, 'bob');
  const role = {
    accountId: other,
    name: 'theirs',
    id: 'AROAVMQT32F2QEXAMPLE9',
    arn: RoleArn,
    path: '/',
    createdAtMs: 0,
    tags: {},
    description: '',
    maxSessionDurationSeconds: 3600,
    trustPolicy: JSON.stringify(policy(trusting(ROOT))),
    inlinePolicies: { all: JSON.stringify(policy(EVERYTHING)) },
    attachedPolicyArns: [],
  };
  await on.put('role', role);
  const keys = await assume(on, ada, '', { RoleArn });
  assert.equal(await whoIs(on, keys), `arn:aws:sts::${other}:assumed-role/theirs/session`);
  assert.deepEqual((await on.clients(keys).iam.send(new ListUsersCommand({}))).Users, []);
  assert.equal(await errorOf(assume(on, bob, '', { RoleArn })), 'AccessDenied');
});

test('an external id is asked for and must be the right one', async (t) => {
  const on = await anApi(t);
  const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'secret-42' } } };
  await makeRole(on, 'vendor', [trusting(ROOT, condition)]);
  assert.equal(await errorOf(assume(on, on.root, 'vendor')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, on.root, 'vendor', { ExternalId: 'secret-43' })), 'AccessDenied');
  await assume(on, on.root, 'vendor', { ExternalId: 'secret-42' });
});

test('a session lasts as long as the role allows, and in a chain an hour', async (t) => {
  const on = await anApi(t);
  await makeRole(on, 'short', [trusting(ROOT)]);
  await makeRole(on, 'long', [trusting(ROOT), trusting(roleArn('long'))], 7200);
  const cases: readonly (readonly [string, number, string | undefined])[] = [
    ['short', 899, 'ValidationError'],
    ['short', 900, undefined],
    ['short', 3601, 'ValidationError'],
    ['long', 7200, undefined],
    ['long', 7201, 'ValidationError'],
    ['long', 43_201, 'ValidationError'],
  ];
  for (const [name, DurationSeconds, error] of cases) {
    assert.equal(await errorOf(assume(on, on.root, name, { DurationSeconds })), error, `${name} ${DurationSeconds}`);
  }
  const keys = await assume(on, on.root, 'long', { DurationSeconds: 7200 });
  assert.equal(await errorOf(assume(on, keys, 'long', { DurationSeconds: 3601 })), 'ValidationError');
  await assume(on, keys, 'long', { DurationSeconds: 3600 });
});

test('session policies narrow what a role may, inline and by ARN', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await makeRole(on, 'wide', [trusting(ROOT)]);
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'wide', PolicyArn: ADMINISTRATOR }));
  const only = (Action: string): string => JSON.stringify(policy({ Effect: 'Allow', Action, Resource: '*' }));
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'users', PolicyDocument: only('iam:ListUsers') }));
  const byArn = await assume(on, on.root, 'wide', { PolicyArns: [{ arn: made.Policy?.Arn }] });
  const inline = await assume(on, on.root, 'wide', { Policy: only('iam:ListRoles') });
  const users = (keys: Keys): Promise<string | undefined> =>
    errorOf(on.clients(keys).iam.send(new ListUsersCommand({})));
  const roles = (keys: Keys): Promise<string | undefined> =>
    errorOf(on.clients(keys).iam.send(new ListRolesCommand({})));
  assert.deepEqual([await users(byArn), await roles(byArn)], [undefined, 'AccessDenied']);
  assert.deepEqual([await users(inline), await roles(inline)], ['AccessDenied', undefined]);
  const sized = { RoleArn: roleArn('wide'), RoleSessionName: 'sized', Policy: only('iam:ListRoles') };
  const { PackedPolicySize } = await on.clients().sts.send(new AssumeRoleCommand(sized));
  assert.ok(PackedPolicySize !== undefined && PackedPolicySize > 0 && PackedPolicySize < 20);
  const refused = (more: Partial<AssumeRoleCommandInput>): Promise<string | undefined> =>
    errorOf(assume(on, on.root, 'wide', more));
  assert.equal(await refused({ Policy: '{' }), 'MalformedPolicyDocumentException');
  assert.equal(await refused({ Policy: only('s3:Get').padEnd(3000, ' ') }), undefined);
  assert.equal(await refused({ Policy: only(`s3:Get${'x'.repeat(2048)}`) }), 'PackedPolicyTooLargeException');
  const missing = [{ arn: `arn:aws:iam::${ACCOUNT}:policy/missing` }];
  assert.equal(await refused({ PolicyArns: missing }), 'MalformedPolicyDocumentException');
  assert.equal(await refused({ PolicyArns: [{ arn: 'nonsense' }] }), 'ValidationError');
});

test('session tags need permission, are asked for by policies and are handed on if they are transitive', async (t) => {
  const on = await anApi(t);
  const tagging = trusting(ROOT, { Action: ['sts:AssumeRole', 'sts:TagSession'] });
  await makeRole(on, 'untagged', [trusting(ROOT)]);
  await makeRole(on, 'tagged', [tagging]);
  await makeRole(on, 'next', [
    trusting(roleArn('tagged'), {
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'aws:RequestTag/team': 'blue' } },
    }),
  ]);
  const Tags = [
    { Key: 'team', Value: 'blue' },
    { Key: 'cost', Value: '7' },
  ];
  assert.equal(await errorOf(assume(on, on.root, 'untagged', { Tags })), 'AccessDenied');
  const plain = await assume(on, on.root, 'tagged', { Tags });
  const handing = await assume(on, on.root, 'tagged', { Tags, TransitiveTagKeys: ['team'] });
  assert.equal(await errorOf(assume(on, plain, 'next')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, handing, 'next')), undefined);
  assert.equal(
    await errorOf(assume(on, handing, 'next', { Tags: [{ Key: 'Team', Value: 'red' }] })),
    'ValidationError',
  );
  const stray = { Tags, TransitiveTagKeys: ['stray'] };
  assert.equal(await errorOf(assume(on, on.root, 'tagged', stray)), 'ValidationError');
});

test('a source identity needs permission and stays through a chain', async (t) => {
  const on = await anApi(t);
  const setting = { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] };
  await makeRole(on, 'first', [trusting(ROOT, setting)]);
  await makeRole(on, 'second', [
    trusting(roleArn('first'), { ...setting, Condition: { StringEquals: { 'sts:SourceIdentity': 'ada' } } }),
  ]);
  await makeRole(on, 'anonymous', [trusting(ROOT)]);
  assert.equal(await errorOf(assume(on, on.root, 'anonymous', { SourceIdentity: 'ada' })), 'AccessDenied');
  const named = await assume(on, on.root, 'first', { SourceIdentity: 'ada' });
  const unnamed = await assume(on, on.root, 'first');
  const second = { RoleArn: roleArn('second'), RoleSessionName: 'again' };
  const { SourceIdentity } = await on.clients(named).sts.send(new AssumeRoleCommand(second));
  assert.equal(SourceIdentity, 'ada');
  assert.equal(await errorOf(assume(on, unnamed, 'second')), 'AccessDenied');
  assert.equal(await errorOf(assume(on, named, 'second', { SourceIdentity: 'bob' })), 'ValidationError');
});

test('an instance assumes another role with the credentials of its own', async (t) => {
  const on = await anApi(t);
  await makeRole(on, 'target', [trusting(roleArn('app-role'))]);
  const keys = await assume(on, await roleKeys(on, {}), 'target', { RoleSessionName: 'chained' });
  assert.equal(await whoIs(on, keys), `arn:aws:sts::${ACCOUNT}:assumed-role/target/chained`);
  const tooLong = assume(on, await roleKeys(on, {}), 'target', { DurationSeconds: 4000 });
  assert.equal(await errorOf(tooLong), 'ValidationError');
});

test('sessions of a role that was deleted may nothing, also when there is a new one of its name', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await makeRole(on, 'fleeting', [trusting(ROOT)]);
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'fleeting', PolicyArn: ADMINISTRATOR }));
  const keys = await assume(on, on.root, 'fleeting');
  await on.clients(keys).iam.send(new ListRolesCommand({}));
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'fleeting', PolicyArn: ADMINISTRATOR }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'fleeting' }));
  await makeRole(on, 'fleeting', [trusting(ROOT)]);
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'fleeting', PolicyArn: ADMINISTRATOR }));
  assert.equal(await errorOf(on.clients(keys).iam.send(new ListRolesCommand({}))), 'AccessDenied');
});

test('what breaks a rule of STS is refused', async (t) => {
  const on = await anApi(t);
  await makeRole(on, 'plain', [trusting(ROOT)]);
  const refused: readonly Partial<AssumeRoleCommandInput>[] = [
    { RoleArn: 'arn:aws:iam::1:role/x' },
    { RoleArn: 'x' },
    { RoleSessionName: 'a' },
    { RoleSessionName: 'a b' },
    { RoleSessionName: 'x'.repeat(65) },
    { ExternalId: 'x' },
    { SourceIdentity: 'no blanks' },
    { PolicyArns: Array.from({ length: 11 }, () => ({ arn: ADMINISTRATOR })) },
  ];
  for (const more of refused) {
    assert.equal(await errorOf(assume(on, on.root, 'plain', more)), 'ValidationError', JSON.stringify(more));
  }
});
