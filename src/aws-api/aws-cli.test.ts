import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { anApi, anInstance, REGION } from './an-api.test-support.ts';
import type { AnApi } from './an-api.test-support.ts';
import { aRequest } from './an-observation.test-support.ts';

const run = promisify(execFile);
const hasCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);
const skip = hasCli ? false : 'the AWS CLI is not installed';

async function cli(t: TestContext, on: AnApi): Promise<(...words: string[]) => Promise<unknown>> {
  const home = await mkdtemp(join(tmpdir(), 'openimds-cli-'));
  t.after(() => rm(home, { recursive: true, force: true }));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_ACCESS_KEY_ID: on.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: on.root.secretAccessKey,
    AWS_DEFAULT_REGION: REGION,
    AWS_MAX_ATTEMPTS: '1',
  };
  return async (...words) => {
    const { stdout } = await run('aws', ['--endpoint-url', on.api.url, '--output', 'json', ...words], { env });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };
}

test('options changed with the AWS CLI are in the document of the instance', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const { id } = anInstance('cli');
  await on.put('instance', anInstance('cli'));
  const modify = ['ec2', 'modify-instance-metadata-options', '--instance-id', id];
  await aws(...modify, '--http-tokens', 'required', '--http-endpoint', 'enabled');
  const document = (await on.registry.read(0)).find(({ kind }) => kind === 'instance');
  assert.equal(JSON.parse(document?.body ?? '').metadataOptions.httpTokens, 'required');
  const query = 'Reservations[].Instances[].[InstanceId,MetadataOptions.HttpTokens]';
  assert.deepEqual(await aws('ec2', 'describe-instances', '--query', query), [[id, 'required']]);
  await assert.rejects(aws(...modify, '--http-tokens', 'required', '--dry-run'), /\(DryRunOperation\)/);
});

test('the AWS CLI reads and writes roles, and says what was refused', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await aws('iam', 'create-role', '--role-name', 'cli', '--assume-role-policy-document', JSON.stringify(trust));
  const query = ['--query', 'Role.AssumeRolePolicyDocument'];
  assert.deepEqual(await aws('iam', 'get-role', '--role-name', 'cli', ...query), trust);
  await assert.rejects(
    aws('iam', 'get-role', '--role-name', 'none'),
    /\(NoSuchEntity\).*The role with name none cannot be found/s,
  );
  const identity = ['--query', 'Arn'];
  assert.match(String(await aws('sts', 'get-caller-identity', ...identity)), /:root$/);
});

test('findings and compliance are read with the AWS CLI', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const instance = anInstance('cli');
  await on.put('instance', instance);
  on.observe({ events: [aRequest({ timeMs: on.nowMs(), instanceId: instance.id })], counts: [] });
  const detector = String(await aws('guardduty', 'list-detectors', '--query', 'DetectorIds[0]'));
  const criteria = { Criterion: { 'resource.instanceDetails.instanceId': { Equals: [instance.id] } } };
  const listed = ['list-findings', '--detector-id', detector, '--finding-criteria', JSON.stringify(criteria)];
  const [id] = (await aws('guardduty', ...listed, '--query', 'FindingIds')) as readonly string[];
  const query = ['--query', 'Findings[].[Type,Service.Count]'];
  const got = await aws('guardduty', 'get-findings', '--detector-id', detector, '--finding-ids', id ?? '', ...query);
  assert.deepEqual(got, [['Policy:EC2/InstanceMetadataV1Use', 1]]);
  const rule = { ConfigRuleName: 'imdsv2', Source: { Owner: 'AWS', SourceIdentifier: 'EC2_IMDSV2_CHECK' } };
  await aws('configservice', 'put-config-rule', '--config-rule', JSON.stringify(rule));
  const details = ['get-compliance-details-by-config-rule', '--config-rule-name', 'imdsv2'];
  const types = await aws('configservice', ...details, '--query', 'EvaluationResults[].ComplianceType');
  assert.deepEqual(types, ['NON_COMPLIANT']);
});

test('the AWS CLI is told of what was deleted, and of ids of no form', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const { id } = anInstance('cli');
  await on.put('instance', anInstance('cli'));
  const group = async (name: string): Promise<string> =>
    String(await aws('ec2', 'create-security-group', '--group-name', name, '--description', 'd', '--query', 'GroupId'));
  const image = String(
    await aws('ec2', 'register-image', '--name', 'mine', '--root-device-name', '/dev/xvda', '--query', 'ImageId'),
  );
  const first = await group('web');
  await aws('ec2', 'delete-security-group', '--group-id', first);
  const [again, other] = [await group('web'), await group('other')];
  await aws('ec2', 'run-instances', '--image-id', image, '--security-group-ids', again, other);
  const unused = await group('unused');
  await aws('ec2', 'delete-security-group', '--group-id', unused);
  await aws('ec2', 'deregister-image', '--image-id', image);
  const run = ['run-instances', '--image-id', 'ami-0abcdef1234567890'];
  const noGroup = (name: string): string =>
    `(InvalidGroup.NotFound) OPERATION: The security group '${name}' does not exist in VPC 'vpc-`;
  const cases: readonly (readonly [readonly string[], string])[] = [
    [
      ['run-instances', '--image-id', image],
      `(InvalidAMIID.NotFound) OPERATION: The image id '[${image}]' does not exist`,
    ],
    [[...run, '--security-group-ids', first], noGroup(first)],
    [[...run, '--security-group-ids', again, unused], noGroup(unused)],
    [['modify-instance-attribute', '--instance-id', id, '--groups', unused], noGroup(unused)],
    [
      [...run, '--security-group-ids', 'web'],
      '(InvalidGroupId.Malformed) OPERATION: Invalid id: "web" (expecting "sg-',
    ],
    [[...run, '--subnet-id', 'here'], '(InvalidSubnetID.Malformed) OPERATION: Invalid id: "here" (expecting "subnet-'],
    [
      ['run-instances', '--image-id', 'ami-mine'],
      '(InvalidAMIID.Malformed) OPERATION: Invalid id: "ami-mine" (expecting "ami-',
    ],
  ];
  for (const [words, message] of cases) {
    const told = await aws('ec2', ...words).then(
      () => 'nothing was refused',
      // Whether it says how often it tried depends on the version.
      (error: unknown) => String(error).replace(/when calling the \w+ operation( \(reached .*?\))?/, 'OPERATION'),
    );
    assert.ok(told.includes(message), told);
  }
  // Published commands name what their writers had: of that nothing is known here, and it will do.
  await aws('ec2', ...run, '--subnet-id', 'subnet-6e7f829e', '--security-group-ids', 'sg-903004f8');
});
