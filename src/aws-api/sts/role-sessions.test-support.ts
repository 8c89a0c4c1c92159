import assert from 'node:assert/strict';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { ACCOUNT, policy } from '../an-api.test-support.ts';
import type { AnApi, Keys } from '../an-api.test-support.ts';

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A statement of a trust policy. */
export function trusting(principal: unknown, more: object = {}): object {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...more };
}

/** Makes a role with a trust policy of these statements. */
export async function makeRole(on: AnApi, name: string, trust: readonly object[], seconds?: number): Promise<void> {
  const { iam } = on.clients();
  const AssumeRolePolicyDocument = JSON.stringify(policy(...trust));
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument,
      ...(seconds === undefined ? {} : { MaxSessionDuration: seconds }),
    }),
  );
}

/** Makes a user with one inline policy, if any, and gives its keys. */
export async function makeUser(on: AnApi, name: string, ...statements: readonly object[]): Promise<Keys> {
  const { iam } = on.clients();
  await iam.send(new CreateUserCommand({ UserName: name }));
  if (statements.length > 0) {
    const PolicyDocument = JSON.stringify(policy(...statements));
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  assert.ok(AccessKey?.AccessKeyId !== undefined && AccessKey.SecretAccessKey !== undefined);
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

/** Assumes a role of the account and gives the keys of the session. */
export async function assume(
  on: AnApi,
  keys: Keys,
  name: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Keys> {
  const input = { RoleArn: roleArn(name), RoleSessionName: 'session', ...more };
  const { Credentials } = await on.clients(keys).sts.send(new AssumeRoleCommand(input));
  assert.ok(Credentials?.AccessKeyId !== undefined && Credentials.SecretAccessKey !== undefined);
  assert.ok(Credentials.SessionToken !== undefined);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The ARN that these keys stand for. */
export async function whoIs(on: AnApi, keys: Keys): Promise<string | undefined> {
  return (await on.clients(keys).sts.send(new GetCallerIdentityCommand({}))).Arn;
}
