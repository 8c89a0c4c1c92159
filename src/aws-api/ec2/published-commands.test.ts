import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { anApi, REGION, roleKeys } from '../an-api.test-support.ts';
import type { AnApi } from '../an-api.test-support.ts';

const run = promisify(execFile);
const hasCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);
const skip = hasCli ? false : 'the AWS CLI is not installed';
const IMAGE = 'ami-0abcdef1234567890';

/** The AWS CLI with a home of its own; answers with the text of `--query`. */
async function cli(t: TestContext, on: AnApi): Promise<(words: string, ...more: string[]) => Promise<string>> {
  const home = await mkdtemp(join(tmpdir(), 'openimds-cli-'));
  t.after(() => rm(home, { recursive: true, force: true }));
  const { accessKeyId, secretAccessKey } = on.root;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const env = { PATH: process.env['PATH'], HOME: home, AWS_DEFAULT_REGION: REGION, AWS_MAX_ATTEMPTS: '1', ...keys };
  return async (words, ...more) => {
    const all = ['ec2', ...words.split(' '), ...more, '--endpoint-url', on.api.url, '--output', 'text'];
    return (await run('aws', all, { env })).stdout.trim();
  };
}

test('an instance is launched with the options that the command says', { skip }, async (t) => {
  const on = await anApi(t);
  await roleKeys(on, {});
  const aws = await cli(t, on);
  const launch = `run-instances --image-id ${IMAGE} --instance-type t3.micro`;
  const query = ['--query', 'Instances[].MetadataOptions.[HttpTokens,HttpEndpoint]'];
  assert.equal(
    await aws(`${launch} --metadata-options HttpTokens=required,HttpEndpoint=enabled`, ...query),
    'required\tenabled',
  );
  const more = `${launch} --count 2 --iam-instance-profile Name=app-role --user-data hello --tag-specifications`;
  const tags = 'ResourceType=instance,Tags=[{Key=Name,Value=web}]';
  assert.equal(await aws(more, tags, '--query', 'Instances[].Tags[].Value'), 'web\tweb');
  const id = await aws(
    'describe-instances --filters Name=tag:Name,Values=web --query Reservations[0].Instances[0].InstanceId',
  );
  const userData = await aws(
    `describe-instance-attribute --instance-id ${id} --attribute userData --query UserData.Value`,
  );
  assert.equal(Buffer.from(userData, 'base64').toString(), 'hello');
  await assert.rejects(aws(`${launch} --dry-run`), /\(DryRunOperation\)/);
});

test('a version of a launch template that demands tokens is what the next launch has', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const data = JSON.stringify({ ImageId: IMAGE, InstanceType: 't3.micro' });
  const id = await aws(
    'create-launch-template --launch-template-name web --query LaunchTemplate.LaunchTemplateId --launch-template-data',
    data,
  );
  const hardened = JSON.stringify({ MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' } });
  const version = `create-launch-template-version --launch-template-id ${id} --source-version $Latest`;
  const query = ['--query', 'LaunchTemplateVersion.[VersionNumber,LaunchTemplateData.ImageId]'];
  assert.equal(await aws(version, '--launch-template-data', hardened, ...query), `2\t${IMAGE}`);
  const launch = `run-instances --launch-template LaunchTemplateId=${id},Version=$Latest`;
  assert.equal(await aws(launch, '--query', 'Instances[].MetadataOptions.HttpTokens'), 'required');
});

test('an image is registered, and a key pair made, as documented', { skip }, async (t) => {
  const on = await anApi(t);
  const aws = await cli(t, on);
  const register = 'register-image --name my-ami --root-device-name /dev/xvda --block-device-mappings';
  const id = await aws(
    register,
    'DeviceName=/dev/xvda,Ebs={SnapshotId=snap-0123456789abcdef0}',
    '--imds-support',
    'v2.0',
  );
  assert.equal(await aws(`describe-images --image-ids ${id} --query Images[].[Name,ImdsSupport]`), 'my-ami\tv2.0');
  const material = await aws('create-key-pair --key-name my-key --query KeyMaterial');
  assert.match(material, /^-----BEGIN RSA PRIVATE KEY-----\n/);
  assert.match(await aws('describe-key-pairs --query KeyPairs[].KeyFingerprint'), /^(?:[\da-f]{2}:){19}[\da-f]{2}$/);
});
