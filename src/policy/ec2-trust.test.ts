import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePolicy } from './compile-policy.ts';
import { letsEc2Assume } from './ec2-trust.ts';
import { parsePolicyDocument } from './parse-document.ts';

const EC2 = { Service: 'ec2.amazonaws.com' };
const ALLOW = { Effect: 'Allow', Principal: EC2, Action: 'sts:AssumeRole' };
const OF_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
const OF_INSTANCE = { ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:*:*:instance/i-0123456789abcdef0' } };

const cases: readonly (readonly [boolean, string, unknown])[] = [
  [true, 'an allow', ALLOW],
  [false, 'the China name outside China', { ...ALLOW, Principal: { Service: 'ec2.amazonaws.com.cn' } }],
  [true, 'everybody', { ...ALLOW, Principal: '*' }],
  [true, 'a wildcard action in other letters', { ...ALLOW, Action: ['sts:TagSession', 'STS:assume*'] }],
  [true, 'the account the instance is of', { ...ALLOW, Condition: OF_ACCOUNT }],
  [true, 'the instance itself', { ...ALLOW, Condition: OF_INSTANCE }],
  [false, 'an external id, which EC2 has not', { ...ALLOW, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }],
  [false, 'another service', { ...ALLOW, Principal: { Service: 'lambda.amazonaws.com' } }],
  [false, 'an account', { ...ALLOW, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
  [false, 'another action', { ...ALLOW, Action: 'sts:AssumeRoleWithWebIdentity' }],
  [true, 'everything but another action', { Effect: 'Allow', Principal: EC2, NotAction: 'sts:TagSession' }],
  [false, 'everything but this', { Effect: 'Allow', Principal: EC2, NotAction: 'sts:Assume*' }],
  [false, 'an allow and a deny', [ALLOW, { ...ALLOW, Effect: 'Deny', Principal: '*' }]],
];

for (const [expected, what, Statement] of cases) {
  test(`a trust policy with ${what} ${expected ? 'lets EC2 in' : 'keeps EC2 out'}`, () => {
    const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement }, 'trust');
    assert.ok(parsed.ok);
    const assumption = {
      roleArn: 'arn:aws:iam::123456789012:role/app',
      accountId: '123456789012',
      instanceArn: 'arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0',
    };
    assert.equal(letsEc2Assume(compilePolicy(parsed.value, { name: 'app' }), assumption), expected);
  });
}
