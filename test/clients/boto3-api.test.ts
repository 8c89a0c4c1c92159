import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { anyOf, everyPythonWith, needs } from './available.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';

const CALLS = fileURLToPath(new URL('aws_api_calls.py', import.meta.url));
const pythons = everyPythonWith('boto3');

suite('the AWS API called by boto3', needs(anyOf(pythons, 'python3 with boto3 (Debian package python3-boto3)')), () => {
  for (const python of pythons) {
    test(`of ${python}`, async () => {
      const { ready } = await startOpenimds();
      const [instance] = ready.instances;
      const { accessKeyId, secretAccessKey } = ready.credentials;
      const said = await run(python, [CALLS, ready.api.url, ready.region, instance?.id ?? ''], {
        environment: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      });
      assert.equal(said.code, 0, said.stderr);
      assert.deepEqual(JSON.parse(said.text), {
        caller: `arn:aws:iam::${ready.account}:root`,
        presigned: 200,
        launched: ['required', 'required'],
        found: true,
        modified: 'required',
        trust: 'sts:AssumeRole',
        findings: ['InsideAWS', 'OutsideAWS'],
        left: [],
        compliance: [['imdsv2', 'COMPLIANT']],
        refusals: [
          'UnauthorizedOperation',
          'InvalidInstanceID.NotFound',
          'InvalidParameterValue',
          'DryRunOperation',
          'NoSuchEntity',
          'BadRequestException',
          'NoSuchConfigRuleException',
          'InvalidClientTokenId',
        ],
      });
    });
  }
});
