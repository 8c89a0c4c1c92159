import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES } from '#protocol/aws';
import type { Operation } from '#protocol/aws';
import { masked } from './mask.ts';

function operation(service: string, name: string): Operation {
  const found = SERVICES.find((each) => each.name === service)?.operations.get(name);
  assert.ok(found);
  return found;
}

test('secrets are masked wherever they stand, and the rest stays', () => {
  const { output, input } = operation('sts', 'AssumeRoleWithWebIdentity');
  assert.ok(output);
  const Expiration = new Date(0);
  const Credentials = { AccessKeyId: 'ASIA1', SecretAccessKey: 's3cret', SessionToken: 't0ken', Expiration };
  const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
  assert.deepEqual(masked(output, { Credentials, Audience: undefined }), {
    Credentials: { AccessKeyId: 'ASIA1', SecretAccessKey: HIDDEN, SessionToken: HIDDEN, Expiration },
  });
  assert.deepEqual(masked(input, { RoleArn: 'arn', WebIdentityToken: 'jwt' }), {
    RoleArn: 'arn',
    WebIdentityToken: HIDDEN,
  });
});

test('user data is masked, also that which an attribute carries', () => {
  const run = masked(operation('ec2', 'RunInstances').input, { MinCount: 1, UserData: 'IyE=' });
  assert.deepEqual(run, { MinCount: 1, UserData: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
  const { input } = operation('ec2', 'ModifyInstanceAttribute');
  const modify = masked(input, { InstanceId: 'i-1', UserData: { Value: Buffer.from('#!') } });
  assert.equal(JSON.stringify(modify).includes('#!'), false);
  const tags = masked(operation('ec2', 'CreateTags').input, { Resources: ['i-1'], Tags: [{ Key: 'a', Value: 'b' }] });
  assert.deepEqual(tags, { Resources: ['i-1'], Tags: [{ Key: 'a', Value: 'b' }] });
});
