import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DeleteOrganizationalUnitCommand,
  DeleteOrganizationCommand,
  DeletePolicyCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  MoveAccountCommand,
  UpdateOrganizationalUnitCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ACCOUNT, anApi, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';

const SCP = 'SERVICE_CONTROL_POLICY' as const;
const FULL = 'p-FullAWSAccess';
const DENY_IAM = JSON.stringify(policy({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }));

async function rootOf(organizations: OrganizationsClient): Promise<string> {
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  return Roots?.[0]?.Id ?? '';
}

/** An organization with service control policies switched on; the id of its root. */
async function withPolicies(organizations: OrganizationsClient): Promise<string> {
  await organizations.send(new CreateOrganizationCommand({}));
  const RootId = await rootOf(organizations);
  await organizations.send(new EnablePolicyTypeCommand({ RootId, PolicyType: SCP }));
  return RootId;
}

async function unit(organizations: OrganizationsClient, ParentId: string, Name: string): Promise<string> {
  const made = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
  return made.OrganizationalUnit?.Id ?? '';
}

async function scp(organizations: OrganizationsClient, Name: string, Content: string): Promise<string> {
  const input = { Name, Content, Description: '', Type: SCP };
  const { Policy } = await organizations.send(new CreatePolicyCommand(input));
  return Policy?.PolicySummary?.Id ?? '';
}

test('an organization is made with the calling account as a member, and no kind of policy on', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  const describing = (): Promise<string | undefined> =>
    errorOf(organizations.send(new DescribeOrganizationCommand({})));
  assert.equal(await describing(), 'AWSOrganizationsNotInUseException');
  const { Organization } = await organizations.send(new CreateOrganizationCommand({}));
  assert.match(Organization?.Id ?? '', /^o-[a-z0-9]{10}$/);
  assert.match(Organization?.MasterAccountId ?? '', /^\d{12}$/);
  assert.notEqual(Organization?.MasterAccountId, ACCOUNT);
  assert.deepEqual(Organization?.AvailablePolicyTypes, [{ Type: SCP, Status: 'ENABLED' }]);
  const described = await organizations.send(new DescribeOrganizationCommand({}));
  assert.deepEqual(described.Organization, Organization);
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  assert.deepEqual(Roots?.[0]?.PolicyTypes, []);
  const early = { PolicyId: await scp(organizations, 'early', DENY_IAM), TargetId: ACCOUNT };
  assert.equal(await errorOf(organizations.send(new AttachPolicyCommand(early))), 'PolicyTypeNotEnabledException');
  assert.equal(await errorOf(organizations.send(new DeleteOrganizationCommand({}))), 'OrganizationNotEmptyException');
  await organizations.send(new DeletePolicyCommand(early));
  const again = organizations.send(new CreateOrganizationCommand({}));
  assert.equal(await errorOf(again), 'AlreadyInOrganizationException');
  const { Accounts } = await organizations.send(new ListAccountsCommand({}));
  assert.deepEqual(
    Accounts?.map(({ Id }) => Id),
    [Organization?.MasterAccountId, ACCOUNT],
  );
  const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: ACCOUNT }));
  assert.equal(
    Account?.Arn,
    `arn:aws:organizations::${Organization?.MasterAccountId}:account/${Organization?.Id}/${ACCOUNT}`,
  );
  await organizations.send(new DeleteOrganizationCommand({}));
  assert.equal(await describing(), 'AWSOrganizationsNotInUseException');
  const billing = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'CONSOLIDATED_BILLING' }));
  assert.deepEqual(billing.Organization?.AvailablePolicyTypes ?? [], []);
});

test('units nest five deep, hold units and accounts, and go when they are empty', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  const root = await withPolicies(organizations);
  const first = await unit(organizations, root, 'one');
  assert.match(first, new RegExp(`^ou-${root.slice(2)}-[a-z0-9]{8}$`));
  assert.equal(await errorOf(unit(organizations, root, 'one')), 'DuplicateOrganizationalUnitException');
  assert.equal(await errorOf(unit(organizations, 'r-none', 'x')), 'ParentNotFoundException');
  let deepest = first;
  for (const name of ['two', 'three', 'four', 'five']) deepest = await unit(organizations, deepest, name);
  assert.equal(await errorOf(unit(organizations, deepest, 'six')), 'ConstraintViolationException');
  const move = { AccountId: ACCOUNT, SourceParentId: root, DestinationParentId: first };
  await organizations.send(new MoveAccountCommand(move));
  assert.equal(await errorOf(organizations.send(new MoveAccountCommand(move))), 'SourceParentNotFoundException');
  const nowhere = { ...move, SourceParentId: first, DestinationParentId: 'ou-none' };
  assert.equal(
    await errorOf(organizations.send(new MoveAccountCommand(nowhere))),
    'DestinationParentNotFoundException',
  );
  const inFirst = await organizations.send(new ListAccountsForParentCommand({ ParentId: first }));
  assert.deepEqual(
    inFirst.Accounts?.map(({ Id }) => Id),
    [ACCOUNT],
  );
  const units = await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: first }));
  assert.deepEqual(
    units.OrganizationalUnits?.map(({ Name }) => Name),
    ['two'],
  );
  const children = await organizations.send(new ListChildrenCommand({ ParentId: first, ChildType: 'ACCOUNT' }));
  assert.deepEqual(children.Children, [{ Id: ACCOUNT, Type: 'ACCOUNT' }]);
  const parents = await organizations.send(new ListParentsCommand({ ChildId: ACCOUNT }));
  assert.deepEqual(parents.Parents, [{ Id: first, Type: 'ORGANIZATIONAL_UNIT' }]);
  const OrganizationalUnitId = first;
  await organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId, Name: 'uno' }));
  const uno = await organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }));
  assert.equal(uno.OrganizationalUnit?.Name, 'uno');
  const deleting = (id: string): Promise<string | undefined> =>
    errorOf(organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id })));
  assert.equal(await deleting(first), 'OrganizationalUnitNotEmptyException');
  assert.equal(await deleting(deepest), undefined);
  assert.equal(await deleting(deepest), 'OrganizationalUnitNotFoundException');
  assert.equal(await errorOf(organizations.send(new DeleteOrganizationCommand({}))), 'OrganizationNotEmptyException');
});

test('a policy is made, found, changed, attached, detached and deleted', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  const root = await withPolicies(organizations);
  const PolicyId = await scp(organizations, 'no-iam', DENY_IAM);
  assert.match(PolicyId, /^p-[a-z0-9]{8}$/);
  assert.equal(await errorOf(scp(organizations, 'no-iam', DENY_IAM)), 'DuplicatePolicyException');
  assert.equal(
    await errorOf(scp(organizations, 'bad', '{"Statement":[{"Effect":"Deny"}]}')),
    'MalformedPolicyDocumentException',
  );
  assert.equal(
    await errorOf(scp(organizations, 'big', DENY_IAM.replace('iam:*', `s3:${'x'.repeat(5120)}`))),
    'ConstraintViolationException',
  );
  const changed = await organizations.send(new UpdatePolicyCommand({ PolicyId, Name: 'none' }));
  assert.deepEqual([changed.Policy?.PolicySummary?.Name, changed.Policy?.Content], ['none', DENY_IAM]);
  const listed = await organizations.send(new ListPoliciesCommand({ Filter: SCP }));
  assert.deepEqual(
    listed.Policies?.map(({ Name, AwsManaged }) => [Name, AwsManaged]),
    [
      ['FullAWSAccess', true],
      ['none', false],
    ],
  );
  const first = await organizations.send(new ListPoliciesCommand({ Filter: SCP, MaxResults: 1 }));
  const second = await organizations.send(new ListPoliciesCommand({ Filter: SCP, NextToken: first.NextToken }));
  assert.deepEqual(
    second.Policies?.map(({ Id }) => Id),
    [PolicyId],
  );
  const attach = { PolicyId, TargetId: ACCOUNT };
  await organizations.send(new AttachPolicyCommand(attach));
  assert.equal(
    await errorOf(organizations.send(new AttachPolicyCommand(attach))),
    'DuplicatePolicyAttachmentException',
  );
  const nowhere = organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: '111111111111' }));
  assert.equal(await errorOf(nowhere), 'TargetNotFoundException');
  const targets = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId }));
  assert.deepEqual(
    targets.Targets?.map(({ TargetId, Type }) => [TargetId, Type]),
    [[ACCOUNT, 'ACCOUNT']],
  );
  const attached = await organizations.send(new ListPoliciesForTargetCommand({ TargetId: ACCOUNT, Filter: SCP }));
  assert.deepEqual(
    attached.Policies?.map(({ Id }) => Id),
    [FULL, PolicyId],
  );
  assert.equal(await errorOf(organizations.send(new DeletePolicyCommand({ PolicyId }))), 'PolicyInUseException');
  await organizations.send(new DetachPolicyCommand(attach));
  assert.equal(await errorOf(organizations.send(new DetachPolicyCommand(attach))), 'PolicyNotAttachedException');
  const last = organizations.send(new DetachPolicyCommand({ PolicyId: FULL, TargetId: root }));
  assert.equal(await errorOf(last), 'ConstraintViolationException');
  const managed = organizations.send(new UpdatePolicyCommand({ PolicyId: FULL, Name: 'mine' }));
  assert.equal(await errorOf(managed), 'InvalidInputException');
  await organizations.send(new DeletePolicyCommand({ PolicyId }));
  assert.equal(await errorOf(organizations.send(new DescribePolicyCommand({ PolicyId }))), 'PolicyNotFoundException');
  const other = { Name: 'tags', Content: '{}', Description: '', Type: 'TAG_POLICY' as const };
  const refused = organizations.send(new CreatePolicyCommand(other));
  assert.equal(await errorOf(refused), 'PolicyTypeNotAvailableForOrganizationException');
});

test('a policy binds whoever is below it from the next call on, the root user of the account as well', async (t) => {
  const on = await anApi(t);
  const { organizations, iam } = on.clients();
  const root = await withPolicies(organizations);
  const sandbox = await unit(organizations, root, 'sandbox');
  const instance = on.clients(await roleKeys(on, { all: policy(EVERYTHING) })).iam;
  const listing = async (): Promise<readonly (string | undefined)[]> => [
    await errorOf(iam.send(new ListUsersCommand({}))),
    await errorOf(instance.send(new ListUsersCommand({}))),
  ];
  const free = [undefined, undefined];
  const bound = ['AccessDenied', 'AccessDenied'];
  const PolicyId = await scp(organizations, 'no-iam', DENY_IAM);
  assert.deepEqual(await listing(), free);
  for (const TargetId of [root, ACCOUNT]) {
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }));
    assert.deepEqual(await listing(), bound);
    await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId }));
    assert.deepEqual(await listing(), free);
  }
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: sandbox }));
  assert.deepEqual(await listing(), free);
  const move = { AccountId: ACCOUNT, SourceParentId: root, DestinationParentId: sandbox };
  await organizations.send(new MoveAccountCommand(move));
  assert.deepEqual(await listing(), bound);
  await organizations.send(new UpdatePolicyCommand({ PolicyId, Content: DENY_IAM.replace('iam:*', 's3:*') }));
  assert.deepEqual(await listing(), free);
  await organizations.send(new UpdatePolicyCommand({ PolicyId, Content: DENY_IAM }));
  assert.deepEqual(await listing(), bound);
  await organizations.send(new DisablePolicyTypeCommand({ RootId: root, PolicyType: SCP }));
  assert.deepEqual(await listing(), free);
  await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: SCP }));
  assert.deepEqual(await listing(), free);
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: sandbox }));
  assert.deepEqual(await listing(), bound);
  const again = organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: SCP }));
  assert.equal(await errorOf(again), 'PolicyTypeAlreadyEnabledException');
});

test('every level must allow, and the root user can take away a policy that locks everybody out', async (t) => {
  const on = await anApi(t);
  const { organizations, ec2 } = on.clients();
  const root = await withPolicies(organizations);
  const only = JSON.stringify(policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
  const PolicyId = await scp(organizations, 'only-s3', only);
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: root }));
  const describing = (): Promise<string | undefined> => errorOf(ec2.send(new DescribeInstancesCommand({})));
  assert.equal(await describing(), undefined);
  await organizations.send(new DetachPolicyCommand({ PolicyId: FULL, TargetId: root }));
  assert.equal(await describing(), 'UnauthorizedOperation');
  const administrator = on.clients(await roleKeys(on, { all: policy(EVERYTHING) })).organizations;
  assert.equal(await errorOf(administrator.send(new ListRootsCommand({}))), 'AccessDeniedException');
  await organizations.send(new AttachPolicyCommand({ PolicyId: FULL, TargetId: root }));
  assert.equal(await describing(), undefined);
});
