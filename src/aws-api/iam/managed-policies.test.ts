import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfileTagsCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { ListPoliciesCommandInput } from '@aws-sdk/client-iam';
import { parsePolicyDocument } from '#policy';
import { AWS_MANAGED_POLICIES } from '../authorize/aws-managed-policies.ts';
import { ACCOUNT, anApi, errorOf, policy, roleKeys } from '../an-api.test-support.ts';

const allowing = (Action: string): string => JSON.stringify(policy({ Effect: 'Allow', Action, Resource: '*' }));
const ARN = `arn:aws:iam::${ACCOUNT}:policy/team/own`;
const TRUST = JSON.stringify(
  policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
);

test('every policy that AWS manages can be read by the evaluator', () => {
  for (const [name, text] of AWS_MANAGED_POLICIES) {
    assert.ok(parsePolicyDocument(text, 'identity').ok, name);
  }
});

test('a managed policy has versions, of which the default one decides', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const create = { PolicyName: 'own', Path: '/team/', PolicyDocument: allowing('iam:GetUser') };
  const { Policy } = await iam.send(new CreatePolicyCommand(create));
  assert.deepEqual([Policy?.Arn, Policy?.DefaultVersionId, Policy?.AttachmentCount], [ARN, 'v1', 0]);
  assert.match(Policy?.PolicyId ?? '', /^ANPA/);
  assert.equal(await errorOf(iam.send(new CreatePolicyCommand(create))), 'EntityAlreadyExistsException');
  const caller = on.clients(await roleKeys(on, {})).iam;
  const listing = (): Promise<string | undefined> => errorOf(caller.send(new ListUsersCommand({})));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app-role', PolicyArn: ARN }));
  assert.equal(await listing(), 'AccessDenied');
  const PolicyDocument = allowing('iam:ListUsers');
  const added = await iam.send(new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument }));
  assert.deepEqual([added.PolicyVersion?.VersionId, added.PolicyVersion?.IsDefaultVersion], ['v2', false]);
  assert.equal(await listing(), 'AccessDenied');
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  assert.equal(await listing(), undefined);
  const read = await iam.send(new GetPolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  assert.equal(decodeURIComponent(read.PolicyVersion?.Document ?? ''), PolicyDocument);
  const isDefault = iam.send(new DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  assert.equal(await errorOf(isDefault), 'DeleteConflictException');
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v1' }));
  for (let version = 3; version <= 6; version++) {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument, SetAsDefault: true }));
  }
  const sixth = iam.send(new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument }));
  assert.equal(await errorOf(sixth), 'LimitExceededException');
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: ARN }));
  assert.deepEqual(
    Versions?.map(({ VersionId }) => VersionId),
    ['v6', 'v5', 'v4', 'v3', 'v2'],
  );
  const missing = iam.send(new GetPolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v1' }));
  assert.equal(await errorOf(missing), 'NoSuchEntityException');
});

test('a managed policy goes when nobody has it and only its default version is left', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const PolicyDocument = allowing('s3:*');
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own', Path: '/team/', PolicyDocument }));
  await iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: TRUST }));
  const goes = (): Promise<string | undefined> => errorOf(iam.send(new DeletePolicyCommand({ PolicyArn: ARN })));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn: ARN }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn: ARN }));
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'web', PathPrefix: '/team/' }));
  assert.deepEqual(attached.AttachedPolicies, [{ PolicyName: 'own', PolicyArn: ARN }]);
  assert.equal((await iam.send(new GetPolicyCommand({ PolicyArn: ARN }))).Policy?.AttachmentCount, 1);
  const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: ARN }));
  assert.deepEqual(
    entities.PolicyRoles?.map(({ RoleName }) => RoleName),
    ['web'],
  );
  assert.equal(await goes(), 'DeleteConflictException');
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'web', PolicyArn: ARN }));
  const again = iam.send(new DetachRolePolicyCommand({ RoleName: 'web', PolicyArn: ARN }));
  assert.equal(await errorOf(again), 'NoSuchEntityException');
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'web', PermissionsBoundary: ARN }));
  const bound = await iam.send(new GetRoleCommand({ RoleName: 'web' }));
  assert.equal(bound.Role?.PermissionsBoundary?.PermissionsBoundaryArn, ARN);
  assert.equal(await goes(), 'DeleteConflictException');
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'web' }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument }));
  assert.equal(await goes(), 'DeleteConflictException');
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  assert.equal(await goes(), undefined);
  assert.equal(await goes(), 'NoSuchEntityException');
});

test('policies are listed by whose they are and whether anybody has them', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: allowing('s3:*') }));
  await iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: TRUST }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn }));
  const names = async (input: ListPoliciesCommandInput): Promise<unknown> =>
    (await iam.send(new ListPoliciesCommand(input))).Policies?.map(({ PolicyName }) => PolicyName);
  assert.deepEqual(await names({ Scope: 'Local' }), ['own']);
  assert.deepEqual(await names({ OnlyAttached: true }), ['AmazonSSMManagedInstanceCore']);
  assert.deepEqual(await names({ PathPrefix: '/job-function/' }), ['ViewOnlyAccess']);
  assert.deepEqual(await names({ PolicyUsageFilter: 'PermissionsBoundary' }), []);
  const ofAws = await names({ Scope: 'AWS' });
  assert.ok(Array.isArray(ofAws) && ofAws.includes('ReadOnlyAccess') && !ofAws.includes('own'));
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  assert.deepEqual([Policy?.AttachmentCount, Policy?.IsAttachable], [1, true]);
});

test('what breaks a rule of policies is refused', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: TRUST }));
  const creating = (PolicyDocument: string, PolicyName = 'x'): Promise<string | undefined> =>
    errorOf(iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument })));
  assert.equal(await creating('{'), 'MalformedPolicyDocumentException');
  assert.equal(
    await creating(allowing('s3:*').replace('2012-10-17', '2008-10-17')),
    'MalformedPolicyDocumentException',
  );
  assert.equal(await creating(allowing(`s3:${'x'.repeat(6144)}`)), 'LimitExceededException');
  assert.equal(await creating(allowing('s3:*'), 'a b'), 'ValidationError');
  const attaching = (PolicyArn: string): Promise<string | undefined> =>
    errorOf(iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn })));
  assert.equal(await attaching('arn:aws:iam::aws:policy/Imaginary'), 'NoSuchEntityException');
  assert.equal(await attaching('nothing like an ARN at all'), 'InvalidInputException');
  assert.equal(await attaching('short'), 'ValidationError');
  for (let each = 0; each < 10; each++) {
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: `p${each}`, PolicyDocument: allowing('s3:*') }));
    assert.equal(await attaching(made.Policy?.Arn ?? ''), undefined);
  }
  assert.equal(await attaching('arn:aws:iam::aws:policy/ReadOnlyAccess'), 'LimitExceededException');
  const aws = 'arn:aws:iam::aws:policy/AdministratorAccess';
  assert.equal(await errorOf(iam.send(new DeletePolicyCommand({ PolicyArn: aws }))), 'AccessDenied');
  const boundary = new PutRolePermissionsBoundaryCommand({ RoleName: 'web', PermissionsBoundary: `${aws}x` });
  assert.equal(await errorOf(iam.send(boundary)), 'NoSuchEntityException');
});

test('roles and instance profiles are described and tagged', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  await roleKeys(on, {});
  const RoleName = 'app-role';
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
  await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'ours' }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  assert.deepEqual([Role?.MaxSessionDuration, Role?.Description], [7200, 'ours']);
  const Tags = [{ Key: 'team', Value: 'blue' }];
  await iam.send(new TagRoleCommand({ RoleName, Tags }));
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, Tags);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['team'] }));
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, []);
  const InstanceProfileName = 'app-role';
  await iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags }));
  assert.deepEqual((await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }))).Tags, Tags);
  await iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys: ['team'] }));
  assert.deepEqual((await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }))).Tags, []);
});
