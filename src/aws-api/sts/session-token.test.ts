import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';
import { makeUser, whoIs } from './role-sessions.test-support.ts';

test('a user gets a session token that stands for the user, and no session gets one', async (t) => {
  const on = await anApi(t);
  const keys = await makeUser(on, 'ada', { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' });
  const { Credentials } = await on.clients(keys).sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  assert.ok(Credentials?.AccessKeyId !== undefined && Credentials.SecretAccessKey !== undefined);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken = '' } = Credentials;
  const session = { accessKeyId, secretAccessKey, sessionToken };
  assert.equal(await whoIs(on, session), `arn:aws:iam::${ACCOUNT}:user/ada`);
  await on.clients(session).iam.send(new ListUsersCommand({}));
  assert.equal(await errorOf(on.clients(session).iam.send(new ListRolesCommand({}))), 'AccessDenied');
  assert.equal(await errorOf(on.clients(session).sts.send(new GetSessionTokenCommand({}))), 'AccessDenied');
  const instance = await roleKeys(on, { all: policy(EVERYTHING) });
  assert.equal(await errorOf(on.clients(instance).sts.send(new GetSessionTokenCommand({}))), 'AccessDenied');
  const ofRoot = await on.clients().sts.send(new GetSessionTokenCommand({ DurationSeconds: 43_200 }));
  assert.ok((ofRoot.Credentials?.Expiration?.getTime() ?? Infinity) <= on.nowMs() + 3_600_000);
});

test('the account of an access key is told from the key alone', async (t) => {
  const on = await anApi(t);
  const { sts } = on.clients();
  const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: on.root.accessKeyId }));
  assert.equal(Account, ACCOUNT);
  assert.equal(
    await errorOf(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: 'x'.repeat(20) }))),
    'ValidationError',
  );
});
