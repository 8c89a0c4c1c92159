import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  DeleteConfigRuleCommand,
  DescribeComplianceByConfigRuleCommand,
  DescribeComplianceByResourceCommand,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetComplianceDetailsByResourceCommand,
  GetComplianceSummaryByConfigRuleCommand,
  ListTagsForResourceCommand,
  PutConfigRuleCommand,
  StartConfigRulesEvaluationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-config-service';
import type { ConfigRule, ConfigServiceClient } from '@aws-sdk/client-config-service';
import {
  CreateLaunchTemplateCommand,
  ModifyInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataOptionsCommand,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { BUILT_IN_METADATA_OPTIONS } from '#model';
import { followTheClock } from '../an-api.test-support.ts';
import { aCount, aProcess, aRequest } from '../an-observation.test-support.ts';
import { ACCOUNT, anApi, anInstance, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const INSTANCE = anInstance('config', { tags: { stage: 'test' } });

interface Checked extends AnApi {
  readonly config: ConfigServiceClient;
  putRule(SourceIdentifier: string, more?: Partial<ConfigRule>): Promise<void>;
  /** What a rule says of each resource. */
  details(): Promise<readonly (readonly [string | undefined, string | undefined])[]>;
}

async function checked(t: TestContext): Promise<Checked> {
  const on = await anApi(t);
  await on.put('instance', INSTANCE);
  const { config } = on.clients();
  followTheClock(on, config);
  return {
    ...on,
    config,
    async putRule(SourceIdentifier, more = {}) {
      const ConfigRule = { ConfigRuleName: 'rule', Source: { Owner: 'AWS' as const, SourceIdentifier }, ...more };
      await config.send(new PutConfigRuleCommand({ ConfigRule }));
    },
    async details() {
      const { EvaluationResults = [] } = await config.send(
        new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'rule' }),
      );
      return EvaluationResults.map(({ EvaluationResultIdentifier: of, ComplianceType }) => [
        of?.EvaluationResultQualifier?.ResourceId,
        ComplianceType,
      ]);
    },
  };
}

test('ec2-imdsv2-check says at once what changed', async (t) => {
  const on = await checked(t);
  await on.putRule('EC2_IMDSV2_CHECK');
  const compliance = async (): Promise<unknown> =>
    (await on.config.send(new DescribeComplianceByConfigRuleCommand({ ConfigRuleNames: ['rule'] })))
      .ComplianceByConfigRules?.[0]?.Compliance;
  assert.deepEqual(await compliance(), {
    ComplianceType: 'NON_COMPLIANT',
    ComplianceContributorCount: { CappedCount: 1, CapExceeded: false },
  });
  assert.deepEqual(await on.details(), [[INSTANCE.id, 'NON_COMPLIANT']]);
  const { ec2 } = on.clients();
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: INSTANCE.id, HttpTokens: 'required' }));
  assert.deepEqual(await compliance(), { ComplianceType: 'COMPLIANT' });
  await on.config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: ['rule'] }));
  const { ConfigRulesEvaluationStatus: [status] = [] } = await on.config.send(
    new DescribeConfigRuleEvaluationStatusCommand({}),
  );
  assert.ok(status?.LastSuccessfulEvaluationTime);
});

test('rules look at launch templates, account defaults and images', async (t) => {
  const on = await checked(t);
  const { ec2 } = on.clients();
  const template = (LaunchTemplateName: string, HttpTokens: 'optional' | 'required') =>
    ec2.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: { MetadataOptions: { HttpTokens } } }),
    );
  await template('old', 'optional');
  await template('new', 'required');
  await on.putRule('EC2_LAUNCH_TEMPLATE_IMDSV2_CHECK');
  assert.deepEqual(new Set((await on.details()).map(([, type]) => type)), new Set(['COMPLIANT', 'NON_COMPLIANT']));

  await on.putRule('OPENIMDS_ACCOUNT_DEFAULTS_REQUIRE_IMDSV2');
  assert.deepEqual(await on.details(), [[ACCOUNT, 'NON_COMPLIANT']]);
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'required' }));
  assert.deepEqual(await on.details(), [[ACCOUNT, 'COMPLIANT']]);

  await on.putRule('OPENIMDS_IMAGE_SUPPORTS_IMDSV2');
  const { ImageId } = await ec2.send(new RegisterImageCommand({ Name: 'old', RootDeviceName: '/dev/xvda' }));
  assert.deepEqual(await on.details(), [[ImageId, 'NON_COMPLIANT']]);

  await on.putRule('AUTOSCALING_LAUNCHCONFIG_REQUIRES_IMDSV2');
  assert.deepEqual(await on.details(), []);
});

test('rules look at the instance profile and at what its role may do', async (t) => {
  const on = await checked(t);
  await roleKeys(on, { all: policy(EVERYTHING) });
  const IamInstanceProfile = { Name: 'app-role' };
  const { ec2, iam } = on.clients();
  const launch = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, IamInstanceProfile };
  const { Instances: [launched] = [] } = await ec2.send(new RunInstancesCommand(launch));
  const expected = (bare: string, profiled: string): readonly unknown[] =>
    [
      [INSTANCE.id, bare],
      [launched?.InstanceId, profiled],
    ].toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
  await on.putRule('EC2_INSTANCE_PROFILE_ATTACHED');
  assert.deepEqual(await on.details(), expected('NON_COMPLIANT', 'COMPLIANT'));
  await on.putRule('OPENIMDS_INSTANCE_PROFILE_NOT_ADMINISTRATOR');
  assert.deepEqual(await on.details(), expected('COMPLIANT', 'NON_COMPLIANT'));
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'app-role', PolicyName: 'all' }));
  assert.deepEqual(await on.details(), expected('COMPLIANT', 'COMPLIANT'));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app-role', PolicyArn }));
  assert.deepEqual(await on.details(), expected('COMPLIANT', 'NON_COMPLIANT'));
});

test('a hop limit above one is noticed once containers make use of it', async (t) => {
  const on = await checked(t);
  const metadataOptions = { ...BUILT_IN_METADATA_OPTIONS, httpPutResponseHopLimit: 2 };
  const hopping = anInstance('hops', { metadataOptions });
  await on.put('instance', { ...INSTANCE, state: 'terminated', revisedAtMs: on.nowMs() });
  await on.put('instance', hopping);
  await on.putRule('OPENIMDS_HOP_LIMIT_WITH_CONTAINERS');
  assert.deepEqual(await on.details(), [[hopping.id, 'COMPLIANT']]);
  const container = { id: 'c', runtime: 'docker', image: undefined, name: undefined } as const;
  on.observe({ counts: [], events: [aRequest({ instanceId: hopping.id, process: aProcess({ container }) })] });
  assert.deepEqual(await on.details(), [[hopping.id, 'NON_COMPLIANT']]);
});

test('an endpoint that nothing asks is judged after a day', async (t) => {
  const on = await checked(t);
  await on.putRule('OPENIMDS_METADATA_ENDPOINT_USED');
  assert.deepEqual(await on.details(), [[INSTANCE.id, 'INSUFFICIENT_DATA']]);
  on.turn(86_400_000);
  assert.deepEqual(await on.details(), [[INSTANCE.id, 'NON_COMPLIANT']]);
  on.observe({ counts: [aCount(INSTANCE.id)], events: [] });
  assert.deepEqual(await on.details(), [[INSTANCE.id, 'COMPLIANT']]);
});

test('rules are listed, put again, tagged and deleted', async (t) => {
  const on = await checked(t);
  const { config } = on;
  await on.putRule('EC2_IMDSV2_CHECK', { Description: 'first' });
  const rules = async (): Promise<readonly ConfigRule[]> =>
    (await config.send(new DescribeConfigRulesCommand({}))).ConfigRules ?? [];
  const [before] = await rules();
  await on.putRule('EC2_IMDSV2_CHECK', { Description: 'second' });
  const [after, ...others] = await rules();
  assert.deepEqual([after?.ConfigRuleId, after?.Description, others], [before?.ConfigRuleId, 'second', []]);
  const ResourceArn = after?.ConfigRuleArn;
  await config.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '1' }] }));
  await config.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] }));
  await config.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  const { Tags } = await config.send(new ListTagsForResourceCommand({ ResourceArn }));
  assert.deepEqual(Tags, [{ Key: 'b', Value: '2' }]);
  await config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'rule' }));
  assert.deepEqual(await rules(), []);
  const gone = config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'rule' }));
  assert.equal(await errorOf(gone), 'NoSuchConfigRuleException');
});

test('what is told by rule, by resource and in sum is the same', async (t) => {
  const on = await checked(t);
  const { config } = on;
  await on.putRule('EC2_IMDSV2_CHECK', { ConfigRuleName: 'one' });
  await on.putRule('EC2_INSTANCE_PROFILE_ATTACHED', { ConfigRuleName: 'two' });
  await on.putRule('EC2_IMDSV2_CHECK', { ConfigRuleName: 'none', Scope: { TagKey: 'absent' } });
  await on.putRule('EC2_IMDSV2_CHECK', { ConfigRuleName: 'tagged', Scope: { TagKey: 'stage', TagValue: 'test' } });
  const { ComplianceByResources } = await config.send(new DescribeComplianceByResourceCommand({}));
  assert.deepEqual(
    ComplianceByResources?.map(({ ResourceId, Compliance }) => [
      ResourceId,
      Compliance?.ComplianceType,
      Compliance?.ComplianceContributorCount?.CappedCount,
    ]),
    [[INSTANCE.id, 'NON_COMPLIANT', 3]],
  );
  const { EvaluationResults } = await config.send(
    new GetComplianceDetailsByResourceCommand({ ResourceType: 'AWS::EC2::Instance', ResourceId: INSTANCE.id }),
  );
  assert.equal(EvaluationResults?.length, 3);
  assert.match(EvaluationResults?.[0]?.Annotation ?? '', /HttpTokens is optional/);
  const { ComplianceSummary } = await config.send(new GetComplianceSummaryByConfigRuleCommand({}));
  assert.equal(ComplianceSummary?.NonCompliantResourceCount?.CappedCount, 3);
});

test('rules that are not offered are refused with what there is', async (t) => {
  const on = await checked(t);
  await assert.rejects(on.putRule('S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED'), /is none of EC2_IMDSV2_CHECK/);
  await assert.rejects(on.putRule('EC2_IMDSV2_CHECK', { InputParameters: '{"a":"b"}' }), /take no InputParameters/);
  await assert.rejects(on.putRule('EC2_IMDSV2_CHECK', { ConfigRuleName: '' }), /ConfigRuleName/);
});

test('results come in pages, and a token that is none is refused', async (t) => {
  const on = await checked(t);
  const { config } = on;
  for (const ConfigRuleName of ['a', 'b', 'c']) await on.putRule('EC2_IMDSV2_CHECK', { ConfigRuleName });
  const names: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await config.send(new DescribeConfigRuleEvaluationStatusCommand({ Limit: 2, NextToken }));
    names.push(...(page.ConfigRulesEvaluationStatus ?? []).map(({ ConfigRuleName }) => ConfigRuleName));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  assert.deepEqual(names, ['a', 'b', 'c']);
  const wrong = config.send(new DescribeConfigRulesCommand({ NextToken: 'nonsense' }));
  assert.equal(await errorOf(wrong), 'InvalidNextTokenException');
  const much = config.send(new DescribeComplianceByResourceCommand({ Limit: 101 }));
  assert.equal(await errorOf(much), 'InvalidLimitException');
});

test('who may do what with a rule is decided by its ARN', async (t) => {
  const on = await checked(t);
  await on.putRule('EC2_IMDSV2_CHECK');
  const { ConfigRules: [rule] = [] } = await on.config.send(new DescribeConfigRulesCommand({}));
  const allowed = { Effect: 'Allow', Action: 'config:GetCompliance*', Resource: rule?.ConfigRuleArn };
  const { config } = on.clients(await roleKeys(on, { some: policy(allowed) }));
  followTheClock(on, config);
  const ConfigRuleName = 'rule';
  assert.equal(await errorOf(config.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName }))), undefined);
  const refused = config.send(new DeleteConfigRuleCommand({ ConfigRuleName }));
  assert.equal(await errorOf(refused), 'AccessDeniedException');
});
