import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EC2_TRUST_POLICY, letsEc2Assume } from './trust-policy.ts';

const EC2 = { Service: 'ec2.amazonaws.com' };
const allow = { Effect: 'Allow', Principal: EC2, Action: 'sts:AssumeRole' };

test('a trust policy lets EC2 in when a statement allows it and none denies it', () => {
  const cases: readonly [boolean, unknown][] = [
    [true, allow],
    [true, { ...allow, Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com.cn'] } }],
    [true, { ...allow, Principal: '*' }],
    [true, { ...allow, Action: ['sts:TagSession', 'STS:assume*'] }],
    [true, { ...allow, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }],
    [false, { ...allow, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }],
    [false, { ...allow, Principal: { Service: 'lambda.amazonaws.com' } }],
    [false, { ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    [false, { ...allow, Action: 'sts:AssumeRoleWithWebIdentity' }],
    [false, { ...allow, Action: 'sts.AssumeRole' }],
    [true, { Effect: 'Allow', Principal: EC2, NotAction: 'sts:TagSession' }],
    [false, { Effect: 'Allow', Principal: EC2, NotAction: 'sts:Assume*' }],
    [false, [allow, { ...allow, Effect: 'Deny', Principal: '*' }]],
    [true, [allow, { ...allow, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]],
    [false, [allow, { Effect: 'Deny', NotPrincipal: { AWS: '123456789012' }, Action: '*' }]],
    [false, []],
  ];
  for (const [expected, Statement] of cases)
    assert.equal(letsEc2Assume({ Statement }), expected, JSON.stringify(Statement));
  assert.equal(letsEc2Assume(EC2_TRUST_POLICY), true);
});
