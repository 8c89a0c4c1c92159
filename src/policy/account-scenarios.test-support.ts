import type { Scenario } from './matrix.test-support.ts';
import { ACCOUNT, OTHER_ACCOUNT, PRINCIPALS } from './request.test-support.ts';

const { root, alice, appSession, federated, mallory, ec2, pod, anonymous } = PRINCIPALS;
const FULL = { Effect: 'Allow', Action: '*', Resource: '*' };
const NEW_INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`;
const OBJECT = 'arn:aws:s3:::reports/2026/july.csv';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service/app`;

/** How the kinds of policy play together, within an account and between two. */
export const ACCOUNT_SCENARIOS: readonly Scenario[] = [
  {
    title: 'Every level of the organization must allow',
    policies: {
      scps: {
        'root r-1': { FullAWSAccess: FULL },
        'organizational-unit ou-1': {
          Ec2Only: { Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
          S3Read: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
        },
        [`account ${ACCOUNT}`]: { FullAWSAccess: FULL },
      },
      identity: { admin: FULL },
    },
    rows: [
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE],
      ['alice', alice, 's3:GetObject', OBJECT],
      ['alice', alice, 'iam:CreateUser', '*'],
      ['root user', root, 'iam:CreateUser', '*'],
      ['root user', root, 'ec2:RunInstances', NEW_INSTANCE],
    ],
  },
  {
    title: 'Boundary and session policy narrow what the role may do',
    policies: {
      identity: { admin: FULL },
      boundary: {
        [`arn:aws:iam::${ACCOUNT}:policy/boundary`]: [
          { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
          { Sid: 'NoKeys', Effect: 'Deny', Action: 'kms:*', Resource: '*' },
        ],
      },
      session: {
        passed: { Effect: 'Allow', Action: ['s3:*', 'iam:*', 'kms:*'], NotResource: 'arn:aws:s3:::secret/*' },
      },
    },
    rows: [
      ['app session', appSession, 's3:GetObject', OBJECT],
      ['app session', appSession, 's3:GetObject', 'arn:aws:s3:::secret/key'],
      ['app session', appSession, 'iam:CreateUser', '*'],
      ['app session', appSession, 'kms:Decrypt', '*'],
      ['app session', appSession, 'ec2:RunInstances', NEW_INSTANCE],
    ],
  },
  {
    title: 'A federated user has only what a session policy gives',
    policies: { identity: { admin: FULL } },
    rows: [
      ['alice', alice, 's3:GetObject', OBJECT],
      ['federated user of alice', federated, 's3:GetObject', OBJECT],
    ],
  },
  {
    title: 'Who may assume a role that trusts EC2',
    policies: {
      identity: { admin: FULL },
      trust: { trust: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' } },
    },
    rows: [
      ['EC2', ec2, 'sts:AssumeRole', ROLE],
      ['Lambda', { kind: 'service', service: 'lambda.amazonaws.com' }, 'sts:AssumeRole', ROLE],
      ['alice', alice, 'sts:AssumeRole', ROLE],
      ['root user', root, 'sts:AssumeRole', ROLE],
    ],
  },
  {
    title: 'Who may assume a role that trusts its account, with permission of their own',
    policies: {
      identity: {
        'may-assume': { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${ACCOUNT}:role/service/*` },
      },
      trust: { trust: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: ['sts:AssumeRole', 'sts:TagSession'] } },
    },
    rows: [
      ['alice', alice, 'sts:AssumeRole', ROLE],
      ['alice', alice, 'sts:TagSession', ROLE],
      ['EC2', ec2, 'sts:AssumeRole', ROLE],
      ['mallory of another account', mallory, 'sts:AssumeRole', ROLE],
    ],
  },
  {
    title: 'Who may assume a role that trusts alice, a partner with an external id, and a Kubernetes service account',
    policies: {
      identity: {},
      trust: {
        trust: [
          { Sid: 'Alice', Effect: 'Allow', Principal: { AWS: alice.arn }, Action: 'sts:AssumeRole' },
          {
            Sid: 'Partner',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': 'e-42' } },
          },
          {
            Sid: 'Pod',
            Effect: 'Allow',
            Principal: { Federated: pod.provider },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'oidc.example.com/id/1:sub': 'system:serviceaccount:prod:app',
                'oidc.example.com/id/1:aud': 'sts.amazonaws.com',
              },
            },
          },
        ],
      },
    },
    rows: [
      ['alice, without permission of her own', alice, 'sts:AssumeRole', ROLE],
      ['mallory, without permission of her own', mallory, 'sts:AssumeRole', ROLE, { 'sts:ExternalId': 'e-42' }],
      [
        'root user of the partner',
        { ...root, accountId: OTHER_ACCOUNT, arn: `arn:aws:iam::${OTHER_ACCOUNT}:root`, id: OTHER_ACCOUNT },
        'sts:AssumeRole',
        ROLE,
        { 'sts:ExternalId': 'e-42' },
      ],
      [
        'root user of the partner',
        { ...root, accountId: OTHER_ACCOUNT, arn: `arn:aws:iam::${OTHER_ACCOUNT}:root`, id: OTHER_ACCOUNT },
        'sts:AssumeRole',
        ROLE,
      ],
      [
        'pod',
        pod,
        'sts:AssumeRoleWithWebIdentity',
        ROLE,
        {
          'oidc.example.com/id/1:sub': 'system:serviceaccount:prod:app',
          'oidc.example.com/id/1:aud': 'sts.amazonaws.com',
        },
      ],
      [
        'pod of another service account',
        pod,
        'sts:AssumeRoleWithWebIdentity',
        ROLE,
        {
          'oidc.example.com/id/1:sub': 'system:serviceaccount:prod:web',
          'oidc.example.com/id/1:aud': 'sts.amazonaws.com',
        },
      ],
    ],
  },
  {
    title: 'A bucket policy that names everyone but spares its admin from a deny',
    policies: {
      identity: {},
      resource: {
        bucket: [
          {
            Sid: 'Public',
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::reports/*',
          },
          {
            Sid: 'NotFromAfar',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: 'arn:aws:s3:::reports/*',
            Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] } },
          },
          {
            Sid: 'AdminsWrite',
            Effect: 'Deny',
            NotPrincipal: { AWS: [alice.arn, ACCOUNT] },
            NotAction: 's3:Get*',
            Resource: '*',
          },
        ],
      },
    },
    rows: [
      ['anonymous', anonymous, 's3:GetObject', OBJECT, { 'aws:SourceIp': '10.1.2.3' }],
      ['anonymous', anonymous, 's3:GetObject', OBJECT, { 'aws:SourceIp': '2001:db8::7' }],
      ['anonymous', anonymous, 's3:GetObject', OBJECT, { 'aws:SourceIp': '198.51.100.7' }],
      ['alice', alice, 's3:PutObject', OBJECT, { 'aws:SourceIp': '10.1.2.3' }],
      ['app session', appSession, 's3:PutObject', OBJECT, { 'aws:SourceIp': '10.1.2.3' }],
      ['anonymous', anonymous, 's3:PutObject', OBJECT, { 'aws:SourceIp': '10.1.2.3' }],
    ],
  },
];
