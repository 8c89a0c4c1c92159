import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeEffectivePolicyCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListCreateAccountStatusCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  RemoveAccountFromOrganizationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import type { CreateAccountStatus, OrganizationsClient, Tag } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, errorOf } from '../an-api.test-support.ts';

async function created(organizations: OrganizationsClient, Email: string, Tags?: Tag[]): Promise<CreateAccountStatus> {
  const create = new CreateAccountCommand({ AccountName: 'workload', Email, Tags });
  const { CreateAccountStatus: asked } = await organizations.send(create);
  assert.equal(asked?.State, 'IN_PROGRESS');
  const describe = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: asked?.Id });
  const { CreateAccountStatus: done } = await organizations.send(describe);
  return done ?? {};
}

async function tagsOf(organizations: OrganizationsClient, ResourceId: string): Promise<readonly Tag[]> {
  return (await organizations.send(new ListTagsForResourceCommand({ ResourceId }))).Tags ?? [];
}

test('an account is made, can be entered by its role, is closed and removed', async (t) => {
  const on = await anApi(t);
  const { organizations, sts } = on.clients();
  await organizations.send(new CreateOrganizationCommand({}));
  const done = await created(organizations, 'workload@example.com', [{ Key: 'Team', Value: 'blue' }]);
  assert.equal(done.State, 'SUCCEEDED');
  const AccountId = done.AccountId ?? '';
  const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId }));
  assert.deepEqual(
    [Account?.Name, Account?.Email, Account?.JoinedMethod],
    ['workload', 'workload@example.com', 'CREATED'],
  );
  assert.deepEqual(await tagsOf(organizations, AccountId), [{ Key: 'Team', Value: 'blue' }]);
  const RoleArn = `arn:aws:iam::${AccountId}:role/OrganizationAccountAccessRole`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'in' }));
  const inside = on.clients({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  });
  assert.equal((await inside.sts.send(new GetCallerIdentityCommand({}))).Account, AccountId);
  const { Vpcs } = await inside.ec2.send(new DescribeVpcsCommand({}));
  assert.equal(Vpcs?.[0]?.OwnerId, AccountId);
  await organizations.send(new CloseAccountCommand({ AccountId }));
  const closing = organizations.send(new CloseAccountCommand({ AccountId }));
  assert.equal(await errorOf(closing), 'AccountAlreadyClosedException');
  await organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId }));
  assert.equal(
    await errorOf(organizations.send(new DescribeAccountCommand({ AccountId }))),
    'AccountNotFoundException',
  );
});

test('a request that fails says why, and the account that calls neither closes nor leaves', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  const { Organization } = await organizations.send(new CreateOrganizationCommand({}));
  await created(organizations, 'one@example.com');
  const second = await created(organizations, 'ONE@example.com');
  assert.deepEqual([second.State, second.FailureReason], ['FAILED', 'EMAIL_ALREADY_EXISTS']);
  const failed = await organizations.send(new ListCreateAccountStatusCommand({ States: ['FAILED'] }));
  assert.deepEqual(
    failed.CreateAccountStatuses?.map(({ Id }) => Id),
    [second.Id],
  );
  const wrong = new CreateAccountCommand({ AccountName: 'x', Email: 'nowhere' });
  assert.equal(await errorOf(organizations.send(wrong)), 'InvalidInputException');
  for (const AccountId of [ACCOUNT, Organization?.MasterAccountId]) {
    const close = organizations.send(new CloseAccountCommand({ AccountId }));
    assert.equal(await errorOf(close), 'ConstraintViolationException');
    const remove = organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId }));
    assert.equal(await errorOf(remove), 'MasterCannotLeaveOrganizationException');
  }
});

test('a new account and a new unit begin with FullAWSAccess where policies are on', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  await organizations.send(new CreateOrganizationCommand({}));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const RootId = Roots?.[0]?.Id ?? '';
  const Filter = 'SERVICE_CONTROL_POLICY';
  const attached = async (TargetId: string | undefined): Promise<readonly (string | undefined)[]> => {
    const { Policies = [] } = await organizations.send(new ListPoliciesForTargetCommand({ TargetId, Filter }));
    return Policies.map(({ Name }) => Name);
  };
  const early = await created(organizations, 'early@example.com');
  assert.deepEqual(await attached(early.AccountId), []);
  await organizations.send(new EnablePolicyTypeCommand({ RootId, PolicyType: Filter }));
  const late = await created(organizations, 'late@example.com');
  const make = new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: 'unit' });
  const { OrganizationalUnit } = await organizations.send(make);
  for (const id of [RootId, early.AccountId, late.AccountId, OrganizationalUnit?.Id]) {
    assert.deepEqual(await attached(id), ['FullAWSAccess']);
  }
});

test('root, units, accounts and policies take tags, and AWS services access', async (t) => {
  const on = await anApi(t);
  const { organizations } = on.clients();
  await organizations.send(new CreateOrganizationCommand({}));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const root = Roots?.[0]?.Id ?? '';
  const Tags = [{ Key: 'Team', Value: 'blue' }];
  const unit = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'unit', Tags }));
  const Content = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}';
  const named = { Name: 'none', Description: '', Type: 'SERVICE_CONTROL_POLICY' as const, Content, Tags };
  const made = await organizations.send(new CreatePolicyCommand(named));
  const [unitId, policyId] = [unit.OrganizationalUnit?.Id ?? '', made.Policy?.PolicySummary?.Id ?? ''];
  assert.deepEqual([await tagsOf(organizations, unitId), await tagsOf(organizations, policyId)], [Tags, Tags]);
  for (const ResourceId of [root, unitId, ACCOUNT, policyId]) {
    await organizations.send(new TagResourceCommand({ ResourceId, Tags: [{ Key: 'Stage', Value: 'test' }] }));
    await organizations.send(new UntagResourceCommand({ ResourceId, TagKeys: ['Team'] }));
    assert.deepEqual(await tagsOf(organizations, ResourceId), [{ Key: 'Stage', Value: 'test' }]);
  }
  assert.equal(await errorOf(tagsOf(organizations, 'ou-none-00000000')), 'TargetNotFoundException');
  const effective = new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' });
  assert.equal(await errorOf(organizations.send(effective)), 'EffectivePolicyNotFoundException');
  const trail = { ServicePrincipal: 'cloudtrail.amazonaws.com' };
  const services = async (): Promise<readonly (string | undefined)[]> => {
    const listed = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
    return (listed.EnabledServicePrincipals ?? []).map(({ ServicePrincipal }) => ServicePrincipal);
  };
  await organizations.send(new EnableAWSServiceAccessCommand(trail));
  assert.deepEqual(await services(), ['cloudtrail.amazonaws.com']);
  await organizations.send(new DisableAWSServiceAccessCommand(trail));
  assert.deepEqual(await services(), []);
});
