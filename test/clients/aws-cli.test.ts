import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { anyOf, everyAwsCli, needs, wholeLoopback } from './available.test-support.ts';
import { openimds as openimdsVerb, startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { startSts } from './sts.test-support.ts';

const commands = everyAwsCli();
const awsCli = anyOf(commands, 'aws (Debian package awscli)');

const openimds = await startOpenimds({
  configuration: `
region: us-west-2
roles: { app-role: { trust: ec2 } }
instances:
  - { iamInstanceProfile: app-role, metadataOptions: { httpTokens: required } }
  - { metadataOptions: { httpTokens: required }, attach: [{ destination: 127.0.2.2 }] }
`,
});
const sts = await startSts();

/** The CLI of an instance: it knows where the metadata service is, and nothing else. */
function aws(
  command: string,
  args: readonly string[],
  { host = '127.0.0.1', ...added }: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const environment = {
    // Version 2.9 puts no slash between this and its paths.
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${host}:${openimds.port}/`,
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    ...added,
  };
  return run(command, args, { environment });
}

for (const command of commands.length === 0 ? ['aws'] : commands) {
  suite(`the AWS CLI at ${command}`, { ...needs(awsCli, wholeLoopback), concurrency: 2 }, async () => {
    const isVersion1 = (await run(command, ['--version'])).text.startsWith('aws-cli/1.');
    // Version 1 does not ask the metadata service for a Region.
    const region: Record<string, string> = isVersion1 ? { AWS_DEFAULT_REGION: 'us-west-2' } : {};

    test('finds credentials and Region', async () => {
      const { code, text, stderr } = await aws(command, ['configure', 'list'], region);
      assert.equal(code, 0, stderr);
      assert.match(text, /access_key\W+\*+[A-Z2-7]{4}\W+iam-role/);
      assert.match(text, /secret_key\W+\*+[\w+/]{4}\W+iam-role/);
      assert.match(text, isVersion1 ? /region\W+us-west-2\W+env/ : /region\W+us-west-2\W+imds/);
    });

    test('signs with them, for the Region the instance is in', async () => {
      const before = sts.received.length;
      const whoAmI = ['sts', 'get-caller-identity', '--endpoint-url', sts.url, '--output', 'json'];
      const said = await aws(command, whoAmI, region);
      assert.equal(said.code, 0, said.stderr);
      const [call] = sts.received.slice(before);
      assert.match(call?.authorization ?? '', /Credential=ASIA[A-Z2-7]{16}\/\d{8}\/us-west-2\/sts\/aws4_request/);
      assert.ok((call?.securityToken.length ?? 0) > 100);
    });

    if (!isVersion1)
      test('exports them to other programs', async () => {
        const { text, stderr } = await aws(command, ['configure', 'export-credentials', '--format', 'process']);
        assert.match(text, /"AccessKeyId": "ASIA[A-Z2-7]{16}"/, stderr);
        assert.match(text, /"Expiration": "\d{4}-\d\d-\d\dT/);
      });

    test('finds none on an instance without a profile', async () => {
      const { text, stderr } = await aws(command, ['configure', 'list'], { host: '127.0.2.2', ...region });
      assert.match(text, /access_key\W+<not set>/, stderr);
    });

    test('works with what openimds env prints', async () => {
      const printed = await openimdsVerb(['env', '--port', String(openimds.port)]);
      const script = `${printed.text}\nexec "$@"`;
      const environment = { ...region, AWS_PAGER: '' };
      const { text, stderr } = await run('sh', ['-c', script, 'sh', command, 'configure', 'list'], { environment });
      assert.match(text, /access_key\W+\*+[A-Z2-7]{4}\W+iam-role/, stderr);
    });
  });
}
