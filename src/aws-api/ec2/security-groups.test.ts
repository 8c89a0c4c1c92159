import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, IpPermission, SecurityGroup, SecurityGroupRuleRequest } from '@aws-sdk/client-ec2';
import { anApi, errorOf } from '../an-api.test-support.ts';

const HTTPS: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }],
  Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
};

async function group(ec2: EC2Client, GroupName: string): Promise<string> {
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'for tests' }));
  return GroupId;
}

async function described(ec2: EC2Client, GroupId: string): Promise<SecurityGroup | undefined> {
  return (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))).SecurityGroups?.[0];
}

test('a security group is made, gets rules, loses them, and goes', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const GroupId = await group(ec2, 'web');
  assert.equal(await errorOf(group(ec2, 'web')), 'InvalidGroup.Duplicate');
  assert.equal(await errorOf(group(ec2, 'default')), 'InvalidGroup.Duplicate');
  const fresh = await described(ec2, GroupId);
  assert.deepEqual(fresh?.IpPermissions ?? [], []);
  assert.equal(fresh?.IpPermissionsEgress?.[0]?.IpRanges?.[0]?.CidrIp, '0.0.0.0/0');
  const ingress = { GroupId, IpPermissions: [HTTPS] };
  const { SecurityGroupRules = [] } = await ec2.send(new AuthorizeSecurityGroupIngressCommand(ingress));
  assert.deepEqual(
    SecurityGroupRules.map(({ CidrIpv4, CidrIpv6, FromPort, Description }) => [
      CidrIpv4 ?? CidrIpv6,
      FromPort,
      Description,
    ]),
    [
      ['10.0.0.0/8', 443, 'inside'],
      ['2001:db8::/32', 443, undefined],
    ],
  );
  assert.equal(
    await errorOf(ec2.send(new AuthorizeSecurityGroupIngressCommand(ingress))),
    'InvalidPermission.Duplicate',
  );
  const [permission] = (await described(ec2, GroupId))?.IpPermissions ?? [];
  assert.deepEqual(permission?.IpRanges, HTTPS.IpRanges);
  assert.deepEqual(permission?.Ipv6Ranges, HTTPS.Ipv6Ranges);
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({
      GroupId,
      SecurityGroupRuleIds: [SecurityGroupRules[0]?.SecurityGroupRuleId ?? ''],
    }),
  );
  const rest = { GroupId, IpPermissions: [{ ...HTTPS, IpRanges: [] }] };
  await ec2.send(new RevokeSecurityGroupIngressCommand(rest));
  assert.equal(await errorOf(ec2.send(new RevokeSecurityGroupIngressCommand(rest))), 'InvalidPermission.NotFound');
  assert.deepEqual((await described(ec2, GroupId))?.IpPermissions ?? [], []);
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  assert.equal(await errorOf(described(ec2, GroupId)), 'InvalidGroup.NotFound');
});

test('the default group changes like any other, may be named by its name, and cannot be deleted', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
  const GroupId = SecurityGroups[0]?.GroupId ?? '';
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }));
  const ssh = { GroupName: 'default', IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '192.0.2.0/24' };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand(ssh));
  const after = await described(ec2, GroupId);
  assert.deepEqual(after?.IpPermissionsEgress ?? [], []);
  assert.equal(after?.IpPermissions?.length, 2);
  const deleting = ec2.send(new DeleteSecurityGroupCommand({ GroupName: 'default' }));
  assert.equal(await errorOf(deleting), 'CannotDelete');
});

test('a group that instances are in, or that another lets through, stays', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const [one, other] = [await group(ec2, 'one'), await group(ec2, 'other')];
  const launch = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 };
  const run = new RunInstancesCommand({ ...launch, SecurityGroupIds: [one] });
  const { Instances = [] } = await ec2.send(run);
  assert.deepEqual(Instances[0]?.SecurityGroups, [{ GroupId: one, GroupName: 'one' }]);
  const byName = await ec2.send(new RunInstancesCommand({ ...launch, SecurityGroups: ['one'] }));
  assert.deepEqual(byName.Instances?.[0]?.SecurityGroups, [{ GroupId: one, GroupName: 'one' }]);
  const deleting = (): Promise<string | undefined> =>
    errorOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId: one })));
  assert.equal(await deleting(), 'DependencyViolation');
  const InstanceIds = [...Instances, ...(byName.Instances ?? [])].map(({ InstanceId = '' }) => InstanceId);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: one }] }];
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: other, IpPermissions }));
  assert.equal(await deleting(), 'DependencyViolation');
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: other, IpPermissions }));
  assert.equal(await deleting(), undefined);
});

test('rules have ids and tags of their own', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const GroupId = await group(ec2, 'web');
  const Tags = [{ Key: 'Name', Value: 'https' }];
  const TagSpecifications = [{ ResourceType: 'security-group-rule' as const, Tags }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [HTTPS], TagSpecifications }));
  const rules = async (...values: string[]): Promise<number | undefined> => {
    const Filters = [{ Name: 'tag:Name', Values: values }];
    return (await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules?.length;
  };
  assert.equal(await rules('https'), 2);
  const Filters = [{ Name: 'group-id', Values: [GroupId] }];
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  const ingress = SecurityGroupRules.find(({ IsEgress }) => IsEgress === false)?.SecurityGroupRuleId ?? '';
  await ec2.send(new CreateTagsCommand({ Resources: [ingress], Tags: [{ Key: 'Name', Value: 'first' }] }));
  assert.deepEqual([await rules('https'), await rules('first')], [1, 1]);
});

test('a rule says something else, and keeps its id', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const GroupId = await group(ec2, 'web');
  const ingress = { GroupId, IpPermissions: [{ ...HTTPS, Ipv6Ranges: [] }] };
  const { SecurityGroupRules = [] } = await ec2.send(new AuthorizeSecurityGroupIngressCommand(ingress));
  const SecurityGroupRuleId = SecurityGroupRules[0]?.SecurityGroupRuleId;
  const modify = (SecurityGroupRule: SecurityGroupRuleRequest): Promise<unknown> =>
    ec2.send(
      new ModifySecurityGroupRulesCommand({
        GroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
      }),
    );
  const said = { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIpv6: '::/0' };
  await modify(said);
  const [permission] = (await described(ec2, GroupId))?.IpPermissions ?? [];
  assert.deepEqual(
    [permission?.IpProtocol, permission?.FromPort, permission?.Ipv6Ranges],
    ['udp', 53, [{ CidrIpv6: '::/0' }]],
  );
  assert.equal(await errorOf(modify({ ...said, CidrIpv4: '0.0.0.0/0' })), 'InvalidParameterCombination');
  assert.equal(await errorOf(modify({ ...said, ToPort: 52 })), 'InvalidParameterValue');
});

test('rules that say nothing sensible are refused', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const GroupId = await group(ec2, 'web');
  const wrong: readonly IpPermission[] = [
    { ...HTTPS, IpProtocol: 'tpc' },
    { ...HTTPS, FromPort: 444 },
    { ...HTTPS, FromPort: undefined },
    { ...HTTPS, ToPort: 65_536 },
    { ...HTTPS, IpRanges: [{ CidrIp: '10.0.0.0/33' }] },
    { ...HTTPS, IpRanges: [{ CidrIp: 'everywhere' }] },
    { ...HTTPS, Ipv6Ranges: [{ CidrIpv6: '10.0.0.0/8' }] },
  ];
  for (const permission of wrong) {
    const authorize = new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] });
    assert.equal(await errorOf(ec2.send(authorize)), 'InvalidParameterValue');
  }
  const empty = new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [] });
  assert.ok((await errorOf(ec2.send(empty))) !== undefined);
  const nobody = new AuthorizeSecurityGroupIngressCommand({ GroupId: 'sg-nobody', IpPermissions: [HTTPS] });
  assert.equal(await errorOf(ec2.send(nobody)), 'InvalidGroupId.Malformed');
});
