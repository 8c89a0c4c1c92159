import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, errorOf, policy, roleKeys } from '../an-api.test-support.ts';
import type { Keys } from '../an-api.test-support.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const EC2_READ_ONLY = 'arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess';
const allowing = (Action: string): string => JSON.stringify(policy({ Effect: 'Allow', Action, Resource: '*' }));

async function keysOf(iam: IAMClient, UserName: string): Promise<Keys> {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return { accessKeyId, secretAccessKey };
}

test('a user is made, found, listed, moved and deleted', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const { User } = await iam.send(
    new CreateUserCommand({ UserName: 'Ada', Path: '/team/', Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  assert.match(User?.UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
  assert.equal(User?.Arn, `arn:aws:iam::${ACCOUNT}:user/team/Ada`);
  const found = await iam.send(new GetUserCommand({ UserName: 'ada' }));
  assert.deepEqual(found.User, User);
  assert.equal(await errorOf(iam.send(new CreateUserCommand({ UserName: 'ADA' }))), 'EntityAlreadyExistsException');
  await iam.send(new CreateUserCommand({ UserName: 'bob' }));
  const listed = await iam.send(new ListUsersCommand({ PathPrefix: '/team' }));
  assert.deepEqual(
    listed.Users?.map(({ UserName }) => UserName),
    ['Ada'],
  );
  assert.equal((await iam.send(new ListUsersCommand({ MaxItems: 1 }))).IsTruncated, true);
  await iam.send(new UpdateUserCommand({ UserName: 'Ada', NewPath: '/', NewUserName: 'Lovelace' }));
  assert.equal(await errorOf(iam.send(new GetUserCommand({ UserName: 'Ada' }))), 'NoSuchEntityException');
  const moved = await iam.send(new GetUserCommand({ UserName: 'Lovelace' }));
  assert.deepEqual([moved.User?.UserId, moved.User?.Arn], [User.UserId, `arn:aws:iam::${ACCOUNT}:user/Lovelace`]);
  const taken = iam.send(new UpdateUserCommand({ UserName: 'Lovelace', NewUserName: 'BOB' }));
  assert.equal(await errorOf(taken), 'EntityAlreadyExistsException');
  await iam.send(new DeleteUserCommand({ UserName: 'Lovelace' }));
  assert.equal(await errorOf(iam.send(new DeleteUserCommand({ UserName: 'Lovelace' }))), 'NoSuchEntityException');
});

test('access keys work from when they are made until they are switched off, and a user has two', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const UserName = 'ada';
  await iam.send(new CreateUserCommand({ UserName }));
  const [first, second] = [await keysOf(iam, UserName), await keysOf(iam, UserName)];
  assert.match(first.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.equal(first.secretAccessKey.length, 40);
  assert.equal(await errorOf(keysOf(iam, UserName)), 'LimitExceededException');
  const who = (keys: Keys): Promise<string | undefined> =>
    errorOf(on.clients(keys).sts.send(new GetCallerIdentityCommand({})));
  assert.equal(await who(first), undefined);
  const AccessKeyId = first.accessKeyId;
  await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  assert.equal(await who(first), 'InvalidClientTokenId');
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
  assert.deepEqual(
    new Map(AccessKeyMetadata?.map(({ AccessKeyId: id, Status }) => [id, Status])),
    new Map([
      [first.accessKeyId, 'Inactive'],
      [second.accessKeyId, 'Active'],
    ]),
  );
  await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }));
  assert.equal(await who(first), undefined);
  const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  assert.deepEqual([used.UserName, used.AccessKeyLastUsed?.ServiceName], ['ada', 'N/A']);
  await iam.send(new CreateUserCommand({ UserName: 'bob' }));
  const others = iam.send(new DeleteAccessKeyCommand({ UserName: 'bob', AccessKeyId }));
  assert.equal(await errorOf(others), 'NoSuchEntityException');
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  assert.equal(await who(first), 'InvalidClientTokenId');
  assert.equal(await who(second), undefined);
  assert.ok(!JSON.stringify(on.events).includes(first.secretAccessKey));
});

test('a renamed user keeps its keys', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await iam.send(new CreateUserCommand({ UserName: 'ada' }));
  const keys = await keysOf(iam, 'ada');
  await iam.send(new UpdateUserCommand({ UserName: 'ada', NewUserName: 'lovelace' }));
  const { Arn } = await on.clients(keys).sts.send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, `arn:aws:iam::${ACCOUNT}:user/lovelace`);
});

test('without a name, it is about whoever calls', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  assert.equal((await iam.send(new GetUserCommand({}))).User?.Arn, `arn:aws:iam::${ACCOUNT}:root`);
  await iam.send(new CreateUserCommand({ UserName: 'ada', Path: '/team/' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'own', PolicyDocument: allowing('iam:*') }));
  const ada = on.clients(await keysOf(iam, 'ada')).iam;
  assert.equal((await ada.send(new GetUserCommand({}))).User?.UserName, 'ada');
  assert.equal((await ada.send(new CreateAccessKeyCommand({}))).AccessKey?.UserName, 'ada');
  assert.equal((await ada.send(new ListAccessKeysCommand({}))).AccessKeyMetadata?.length, 2);
  const instance = on.clients(
    await roleKeys(on, { own: policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }) }),
  ).iam;
  assert.equal(await errorOf(instance.send(new GetUserCommand({}))), 'ValidationError');
  assert.equal(await errorOf(iam.send(new CreateAccessKeyCommand({}))), 'ValidationError');
});

test('policies of a user decide: inline, attached and within a boundary', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const UserName = 'ada';
  await iam.send(new CreateUserCommand({ UserName }));
  const ada = on.clients(await keysOf(iam, UserName)).iam;
  const listing = (): Promise<string | undefined> => errorOf(ada.send(new ListUsersCommand({})));
  assert.equal(await listing(), 'AccessDenied');
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
  assert.equal(await listing(), undefined);
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: EC2_READ_ONLY }));
  assert.equal(await listing(), 'AccessDenied');
  const bound = await iam.send(new GetUserCommand({ UserName }));
  assert.equal(bound.User?.PermissionsBoundary?.PermissionsBoundaryArn, EC2_READ_ONLY);
  await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
  assert.equal(await listing(), undefined);
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
  assert.equal(await listing(), 'AccessDenied');
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: allowing('iam:ListUsers') }));
  assert.equal(await listing(), undefined);
  const read = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: 'own' }));
  assert.equal(decodeURIComponent(read.PolicyDocument ?? ''), allowing('iam:ListUsers'));
  assert.deepEqual((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames, ['own']);
  const tooMuch = allowing('s3:Get').replace('s3:Get', `s3:Get${'x'.repeat(2048)}`);
  const refused = iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'big', PolicyDocument: tooMuch }));
  assert.equal(await errorOf(refused), 'LimitExceededException');
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'own' }));
  assert.equal(await listing(), 'AccessDenied');
  const missing = iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'own' }));
  assert.equal(await errorOf(missing), 'NoSuchEntityException');
});

test('a user goes only without keys, policies and attachments', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const UserName = 'ada';
  const goes = (): Promise<string | undefined> => errorOf(iam.send(new DeleteUserCommand({ UserName })));
  await iam.send(new CreateUserCommand({ UserName }));
  const { accessKeyId: AccessKeyId } = await keysOf(iam, UserName);
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: allowing('s3:*') }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
  assert.equal(await goes(), 'DeleteConflictException');
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  assert.equal(await goes(), 'DeleteConflictException');
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'own' }));
  assert.equal(await goes(), 'DeleteConflictException');
  const attached = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  assert.deepEqual(attached.AttachedPolicies, [{ PolicyName: 'AdministratorAccess', PolicyArn: ADMINISTRATOR }]);
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
  assert.equal(await goes(), undefined);
});

test('tags are set, replaced whatever their case, and taken away', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const UserName = 'ada';
  await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'Team', Value: 'blue' }] }));
  const tags = async (): Promise<unknown> => (await iam.send(new ListUserTagsCommand({ UserName }))).Tags;
  await iam.send(
    new TagUserCommand({
      UserName,
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'x', Value: '' },
      ],
    }),
  );
  assert.deepEqual(await tags(), [
    { Key: 'team', Value: 'red' },
    { Key: 'x', Value: '' },
  ]);
  await iam.send(new UntagUserCommand({ UserName, TagKeys: ['TEAM', 'none'] }));
  assert.deepEqual(await tags(), [{ Key: 'x', Value: '' }]);
  const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}`, Value: '' }));
  assert.equal(await errorOf(iam.send(new TagUserCommand({ UserName, Tags }))), 'LimitExceededException');
  const ours = iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'aws:x', Value: '' }] }));
  assert.equal(await errorOf(ours), 'InvalidInputException');
});

test('what users may have elsewhere, they have none of', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const UserName = 'ada';
  await iam.send(new CreateUserCommand({ UserName }));
  assert.deepEqual((await iam.send(new ListGroupsForUserCommand({ UserName }))).Groups, []);
  assert.deepEqual((await iam.send(new ListMFADevicesCommand({ UserName }))).MFADevices, []);
  assert.deepEqual((await iam.send(new ListMFADevicesCommand({}))).MFADevices, []);
  assert.deepEqual((await iam.send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys, []);
  assert.deepEqual((await iam.send(new ListSigningCertificatesCommand({ UserName }))).Certificates, []);
  const credentials = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName }));
  assert.deepEqual(credentials.ServiceSpecificCredentials, []);
  assert.deepEqual((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases, []);
  const nobody = iam.send(new ListGroupsForUserCommand({ UserName: 'nobody' }));
  assert.equal(await errorOf(nobody), 'NoSuchEntityException');
});
