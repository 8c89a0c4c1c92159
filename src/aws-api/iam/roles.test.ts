import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  paginateListRoles,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { InstanceDeclaration, ProfileStatus } from '#model';
import { ACCOUNT, anApi, anInstance, errorOf } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const NO_TRUST = TRUST.replace('ec2.amazonaws.com', 'lambda.amazonaws.com');
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}';

test('a role is made, found, changed and deleted', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'web',
      Path: '/team/',
      AssumeRolePolicyDocument: TRUST,
      Description: 'serves',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'Stage', Value: 'prod' }],
    }),
  );
  assert.match(Role?.RoleId ?? '', /^AROA[A-Z2-7]{17}$/);
  assert.equal(Role?.Arn, `arn:aws:iam::${ACCOUNT}:role/team/web`);
  const got = await iam.send(new GetRoleCommand({ RoleName: 'web' }));
  assert.deepEqual(got.Role, Role);
  assert.equal(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? ''), TRUST);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'web', PolicyDocument: NO_TRUST }));
  const updated = await iam.send(new GetRoleCommand({ RoleName: 'web' }));
  assert.equal(decodeURIComponent(updated.Role?.AssumeRolePolicyDocument ?? ''), NO_TRUST);
  await iam.send(new DeleteRoleCommand({ RoleName: 'web' }));
  assert.equal(await errorOf(iam.send(new GetRoleCommand({ RoleName: 'web' }))), 'NoSuchEntityException');
});

test('names that differ in case only are the same name', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const make = (RoleName: string): Promise<unknown> =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  const made = await Promise.all(['Web', 'web', 'WEB'].map((name) => errorOf(make(name))));
  assert.deepEqual(
    made.filter((error) => error !== undefined),
    ['EntityAlreadyExistsException', 'EntityAlreadyExistsException'],
  );
});

test('what breaks a rule of IAM is refused', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const create = (more: object): Promise<string | undefined> =>
    errorOf(iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...more })));
  assert.equal(await create({ RoleName: 'a b' }), 'ValidationError');
  assert.equal(await create({ RoleName: 'a'.repeat(65) }), 'ValidationError');
  assert.equal(await create({ Path: 'x' }), 'ValidationError');
  assert.equal(await create({ MaxSessionDuration: 60 }), 'ValidationError');
  assert.equal(await create({ AssumeRolePolicyDocument: '{' }), 'MalformedPolicyDocumentException');
  assert.equal(await create({ AssumeRolePolicyDocument: POLICY }), 'MalformedPolicyDocumentException');
  assert.equal(await create({ PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/none` }), 'NoSuchEntityException');
  assert.equal(
    await create({
      Tags: [
        { Key: 'a', Value: '' },
        { Key: 'A', Value: '' },
      ],
    }),
    'InvalidInputException',
  );
});

test('inline policies are put, listed, read back as written and deleted, and together have a limit', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const RoleName = 'web';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  for (const PolicyName of ['b', 'a', 'c']) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: POLICY }));
  }
  const page = await iam.send(new ListRolePoliciesCommand({ RoleName, MaxItems: 2 }));
  assert.deepEqual([page.PolicyNames, page.IsTruncated], [['a', 'b'], true]);
  const rest = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker: page.Marker }));
  assert.deepEqual([rest.PolicyNames, rest.IsTruncated], [['c'], false]);
  const read = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'a' }));
  assert.equal(decodeURIComponent(read.PolicyDocument ?? ''), POLICY);
  assert.equal(await errorOf(iam.send(new DeleteRoleCommand({ RoleName }))), 'DeleteConflictException');
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'a' }));
  const gone = new GetRolePolicyCommand({ RoleName, PolicyName: 'a' });
  assert.equal(await errorOf(iam.send(gone)), 'NoSuchEntityException');
  const long = POLICY.replace('"*"', `"arn:aws:s3:::${'b'.repeat(10_200)}"`);
  const put = new PutRolePolicyCommand({ RoleName, PolicyName: 'long', PolicyDocument: long });
  assert.equal(await errorOf(iam.send(put)), 'LimitExceededException');
});

test('roles are listed by name, by path and page by page', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  for (const [name, path] of [
    ['d', '/'],
    ['b', '/x/'],
    ['a', '/x/y/'],
    ['C', '/'],
  ] as const) {
    await iam.send(new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: TRUST }));
  }
  const seen: (string | undefined)[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam, pageSize: 3 }, {})) {
    seen.push(...Roles.map(({ RoleName }) => RoleName));
  }
  assert.deepEqual(seen, ['a', 'b', 'C', 'd']);
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/x/' }));
  assert.deepEqual(
    Roles.map(({ RoleName }) => RoleName),
    ['a', 'b'],
  );
  assert.equal(await errorOf(iam.send(new ListRolesCommand({ Marker: 'no' }))), 'ValidationError');
  assert.equal(await errorOf(iam.send(new ListRolesCommand({ MaxItems: 0 }))), 'ValidationError');
});

test('an instance profile holds one role, and goes only without it', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const names = { InstanceProfileName: 'web-profile', RoleName: 'web' };
  const { InstanceProfileName, RoleName } = names;
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  const made = await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  assert.equal(made.InstanceProfile?.Arn, `arn:aws:iam::${ACCOUNT}:instance-profile/web-profile`);
  assert.deepEqual(made.InstanceProfile.Roles, []);
  await iam.send(new AddRoleToInstanceProfileCommand(names));
  assert.equal(await errorOf(iam.send(new AddRoleToInstanceProfileCommand(names))), 'LimitExceededException');
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
  assert.equal(InstanceProfile?.Roles?.[0]?.RoleName, RoleName);
  const [all, ofRole] = await Promise.all([
    iam.send(new ListInstanceProfilesCommand({})),
    iam.send(new ListInstanceProfilesForRoleCommand({ RoleName })),
  ]);
  assert.deepEqual(all.InstanceProfiles, ofRole.InstanceProfiles);
  assert.equal(await errorOf(iam.send(new DeleteRoleCommand({ RoleName }))), 'DeleteConflictException');
  const deletion = new DeleteInstanceProfileCommand({ InstanceProfileName });
  assert.equal(await errorOf(iam.send(deletion)), 'DeleteConflictException');
  await iam.send(new RemoveRoleFromInstanceProfileCommand(names));
  assert.equal(await errorOf(iam.send(new RemoveRoleFromInstanceProfileCommand(names))), 'NoSuchEntityException');
  await iam.send(deletion);
  await iam.send(new DeleteRoleCommand({ RoleName }));
});

test('an instance sees its profile change: role taken out and put in, trust withdrawn, profile deleted', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const names = { InstanceProfileName: 'p', RoleName: 'r' };
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }));
  const profile = { name: 'p', arn: `arn:aws:iam::${ACCOUNT}:instance-profile/p`, id: 'AIPAX' };
  const empty = { status: 'no-role', roleName: '', roleId: '', roleArn: '' } as const;
  await on.put('instance', anInstance('seer', { instanceProfile: { ...profile, ...empty } }));
  await iam.send(new AddRoleToInstanceProfileCommand(names));
  const seen = await profileOnceIt(on, 'ready');
  assert.deepEqual([seen?.roleName, seen?.roleId, seen?.roleArn], ['r', Role?.RoleId, Role?.Arn]);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: NO_TRUST }));
  await profileOnceIt(on, 'role-unauthorized');
  await iam.send(new RemoveRoleFromInstanceProfileCommand(names));
  assert.equal((await profileOnceIt(on, 'no-role'))?.roleName, '');
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'p' }));
  await profileOnceIt(on, 'profile-not-found');
});

async function profileOnceIt(on: AnApi, status: ProfileStatus): Promise<InstanceDeclaration['instanceProfile']> {
  for (let turns = 0; turns < 1000; turns++) {
    const change = (await on.registry.read(0)).find(({ kind }) => kind === 'instance');
    const { instanceProfile }: InstanceDeclaration = JSON.parse(change?.body ?? '{}');
    if (instanceProfile?.status === status) return instanceProfile;
    await setTimeout(1);
  }
  assert.fail(`the profile never became ${status}`);
}
