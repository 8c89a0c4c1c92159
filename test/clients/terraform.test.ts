// Terraform itself with the provider that people use, from an empty directory to an empty account. No registry that this
// project takes its dependencies from has the two, so where they are not they are named and left out, in CI as well.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DescribeInstancesCommand, DescribeVolumesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { Instance } from '@aws-sdk/client-ec2';

import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const CONFIGURATION = fileURLToPath(new URL('terraform', import.meta.url));
const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const COMMAND_MS = 120_000;

/** Folders that Terraform's documentation names for providers on a machine, and the one of this variable. */
const mirror = [
  process.env['TF_PLUGIN_MIRROR'],
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
].find((folder) => folder !== undefined && existsSync(join(folder, PROVIDER)));

const missing = [
  ...(spawnSync('terraform', ['version']).status === 0 ? [] : ['terraform (on the search path)']),
  ...(mirror === undefined ? [`${PROVIDER} (in a folder that TF_PLUGIN_MIRROR names)`] : []),
];

if (missing.length > 0) process.stderr.write(`Terraform is left out, missing: ${missing.join('; ')}\n`);
else await suite('Terraform', drive);

async function drive(): Promise<void> {
  const openimds = await startOpenimds();
  const { api, credentials, region, account } = openimds.ready;
  const ec2 = new EC2Client({ endpoint: api.url, region, credentials, maxAttempts: 1 });
  const directory = temporaryFolder();
  cpSync(CONFIGURATION, directory, { recursive: true });
  const settings = join(directory, 'terraformrc');
  const include = '["registry.terraform.io/*/*"]';
  writeFileSync(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n    include = ${include}\n  }\n}\n`,
  );
  const launch = { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.small', MinCount: 1, MaxCount: 1 } as const;
  const { Instances = [] } = await ec2.send(new RunInstancesCommand(launch));
  const environment = {
    TF_CLI_CONFIG_FILE: settings,
    TF_IN_AUTOMATION: 'true',
    CHECKPOINT_DISABLE: 'true',
    TF_VAR_url: api.url,
    TF_VAR_imported: Instances[0]?.InstanceId ?? '',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };

  /** Its output; the test fails with what it said unless it ends with `code`. */
  async function terraform(command: string, args: readonly string[] = [], code = 0): Promise<string> {
    const options = { environment, directory, timeoutMs: COMMAND_MS };
    const ended = await run(
      'terraform',
      [command, ...(command === 'state' ? [] : ['-no-color', '-input=false']), ...args],
      options,
    );
    assert.equal(ended.code, code, `terraform ${command}: ${ended.stderr}\n${ended.text}`);
    return ended.text;
  }

  async function instance(name: string): Promise<Instance | undefined> {
    const Filters = [
      { Name: 'tag:Name', Values: [name] },
      { Name: 'instance-state-name', Values: ['running'] },
    ];
    return (await ec2.send(new DescribeInstancesCommand({ Filters }))).Reservations?.[0]?.Instances?.[0];
  }

  const second = ['-var', 'second=true'];

  await test('takes over what is there, makes everything else, and finds nothing to change then', async () => {
    await terraform('init');
    const applied = await terraform('apply', ['-auto-approve']);
    assert.match(applied, /1 imported, \d+ added/);
    assert.match(applied, new RegExp(`account = "${account}"`));
    assert.match(applied, /image = true/);
    assert.match(applied, /zones = true/);
    await terraform('plan', ['-detailed-exitcode']);
    const full = await instance('full');
    assert.equal(full?.MetadataOptions?.HttpTokens, 'required');
    assert.equal(full?.NetworkInterfaces?.[0]?.PrivateIpAddresses?.length, 2);
    assert.equal((await instance('templated'))?.MetadataOptions?.InstanceMetadataTags, 'enabled');
  });

  await test('changes what can be changed in place, and finds nothing to change then', async () => {
    const before = await instance('full');
    const applied = await terraform('apply', ['-auto-approve', ...second]);
    assert.match(applied, /0 added, \d+ changed, 0 destroyed/);
    await terraform('plan', ['-detailed-exitcode', ...second]);
    const full = await instance('full');
    assert.equal(full?.InstanceId, before?.InstanceId);
    const { HttpTokens, HttpPutResponseHopLimit } = full?.MetadataOptions ?? {};
    assert.deepEqual({ HttpTokens, HttpPutResponseHopLimit }, { HttpTokens: 'optional', HttpPutResponseHopLimit: 3 });
    assert.equal(full?.SecurityGroups?.[0]?.GroupName, 'web');
    assert.match(full?.NetworkInterfaces?.[0]?.PrivateIpAddresses?.[1]?.PrivateIpAddress ?? '', /\.11$/);
    const Filters = [{ Name: 'size', Values: ['20', '30'] }];
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters }));
    const sizes = Volumes.map(({ Size, Tags }) => `${Size} ${Tags?.find(({ Key }) => Key === 'Name')?.Value}`);
    assert.deepEqual(new Set(sizes), new Set(['20 volume-of-green', '30 volume-of-green']));
  });

  await test('takes over by `terraform import` what it has forgotten', async () => {
    const full = await instance('full');
    const forgotten = {
      'aws_instance.imported': environment.TF_VAR_imported,
      'aws_security_group.web': full?.SecurityGroups?.[0]?.GroupId ?? '',
      'aws_iam_policy.read': `arn:aws:iam::${account}:policy/read`,
    };
    for (const [address, id] of Object.entries(forgotten)) {
      await terraform('state', ['rm', address]);
      assert.match(await terraform('import', [...second, address, id]), /Import successful!/);
    }
    await terraform('plan', ['-detailed-exitcode', ...second]);
  });

  await test('takes everything away again', async () => {
    assert.match(await terraform('destroy', ['-auto-approve', '-refresh=false', ...second]), /Destroy complete!/);
    const Filters = [{ Name: 'instance-state-name', Values: ['running'] }];
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
    const left = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId = '' }) => InstanceId));
    assert.deepEqual(
      left,
      openimds.ready.instances.map(({ id }) => id),
    );
  });
}
