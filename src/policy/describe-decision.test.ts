import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, describeDecision } from './index.ts';
import type { AuthorizationRequest, PolicySet } from './index.ts';
import { ACCOUNT, FULL_ACCESS, policy, PRINCIPALS, request, statements } from './request.test-support.ts';

const FULL = policy(FULL_ACCESS);
const NOTHING = statements({ Effect: 'Allow', Action: 'none:None', Resource: '*' });
const DENY = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } };
const SUBJECT = `User: ${PRINCIPALS.alice.arn} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/key`;

function describe(set: PolicySet, asked: AuthorizationRequest = request()): string {
  return describeDecision(decide(asked, set), asked);
}

test('an implicit deny says which kind of policy does not allow', () => {
  const scps = [{ level: 'root', id: 'r-1', policies: [] }] as const;
  const ending = (type: string): string => `${SUBJECT} because no ${type} allows the s3:GetObject action`;
  assert.equal(describe({}), ending('identity-based policy'));
  assert.equal(describe({ identity: [FULL], boundary: NOTHING }), ending('permissions boundary'));
  assert.equal(describe({ identity: [FULL], session: [] }), ending('session policy'));
  assert.equal(describe({ identity: [FULL], scps }), ending('service control policy'));
});

test('an explicit deny says in which kind of policy, and in which one if that has an ARN', () => {
  const arn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
  const inline = policy(DENY);
  const scps = [{ level: 'root', id: 'r-1', policies: [inline] }] as const;
  assert.equal(describe({ identity: [inline] }), `${SUBJECT} with an explicit deny in an identity-based policy`);
  assert.equal(
    describe({ identity: [policy(DENY, 'identity', arn)] }),
    `${SUBJECT} with an explicit deny in an identity-based policy: ${arn}`,
  );
  assert.equal(describe({ boundary: inline }), `${SUBJECT} with an explicit deny in a permissions boundary`);
  assert.equal(describe({ session: [inline] }), `${SUBJECT} with an explicit deny in a session policy`);
  assert.equal(describe({ scps }), `${SUBJECT} with an explicit deny in a service control policy`);
});

test('an action on no resource in particular is described without one', () => {
  const asked = request({ action: 'ec2:DescribeInstances', resource: '*' });
  const sentence = `User: ${PRINCIPALS.alice.arn} is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`;
  assert.equal(describe({}, asked), sentence);
});

test('a trust policy is called one, but a stranger is not told that it was the trust policy', () => {
  const denying = { Version: '2012-10-17', Statement: { Effect: 'Deny', Principal: '*', Action: 'sts:*' } };
  const set: PolicySet = { identity: [FULL], resource: { kind: 'trust', policy: policy(denying, 'trust') } };
  const role = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/app` };
  const plain = (arn: string): string =>
    `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role.resource}`;
  assert.equal(
    describe(set, request(role)),
    `${plain(PRINCIPALS.alice.arn)} with an explicit deny in the role trust policy`,
  );
  assert.equal(describe(set, request({ ...role, principal: PRINCIPALS.mallory })), plain(PRINCIPALS.mallory.arn));
});

test('a web identity has no name to be called by', () => {
  const asked = request({ principal: PRINCIPALS.pod, action: 'sts:AssumeRoleWithWebIdentity' });
  assert.equal(describe({}, asked), 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
});

test('an allowed request is described with what allowed it', () => {
  const named = policy(
    { Version: '2012-10-17', Statement: { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' } },
    'identity',
    'admin',
  );
  const authorized = (arn: string): string =>
    `User: ${arn} is authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/key`;
  assert.equal(
    describe({ identity: [named] }),
    `${authorized(PRINCIPALS.alice.arn)} by statement All of an identity-based policy: admin`,
  );
  assert.equal(
    describe({}, request({ principal: PRINCIPALS.root })),
    `${authorized(PRINCIPALS.root.arn)} because it is the root user of the account`,
  );
});
