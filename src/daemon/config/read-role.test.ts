import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from './parse-configuration.ts';

const parse = (text: string): ReturnType<typeof parseConfiguration> =>
  parseConfiguration(text, 'openimds.yaml', () => ({ ok: false, error: 'there are no files' }));

function statusOf(trust: string): string | undefined {
  const parsed = parse(`roles: { app: { trust: ${trust} } }`);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value.roles.get('app')?.status;
}

test('a role trusts EC2 by name, by default, and by a policy that says so', () => {
  assert.equal(statusOf('ec2'), 'ready');
  const policy = (service: string): string =>
    `{ Version: "2012-10-17", Statement: { Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" } }`;
  assert.equal(statusOf(policy('ec2.amazonaws.com')), 'ready');
  assert.equal(statusOf(policy('lambda.amazonaws.com')), 'role-unauthorized');
});

test('a policy that IAM would refuse is refused with its place', () => {
  const parsed = parse(`
roles:
  app:
    policies:
      read: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject" }] }
    trust: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sts:AssumeRole" }] }
`);
  assert.ok(!parsed.ok);
  const [policy, trust] = parsed.error;
  assert.equal(policy?.line, 5);
  assert.match(`${policy?.path} ${policy?.message}`, /roles\.app\.policies\.read.*Statement.*[Rr]esource/);
  assert.equal(trust?.line, 6);
  assert.match(`${trust?.path} ${trust?.message}`, /roles\.app\.trust.*Statement.*whom it is about/);
});
