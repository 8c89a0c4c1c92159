import type { Principal } from './index.ts';
import type { Scenario } from './matrix.test-support.ts';
import { ACCOUNT, PRINCIPALS } from './request.test-support.ts';

const { root, alice, appSession } = PRINCIPALS;
const FULL = { Effect: 'Allow', Action: '*', Resource: '*' };
const admin = {
  kind: 'assumed-role',
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ec2-imds-admins/ops`,
  id: 'AROAADMINS0000000001:ops',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ec2-imds-admins`,
} as const satisfies Principal;
const NEW_INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`;
const INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0123456789abcdef0`;
const SUBNET = `arn:aws:ec2:us-east-1:${ACCOUNT}:subnet/subnet-1`;
const OBJECT = 'arn:aws:s3:::reports/2026/july.csv';
const REQUIRE_V2_AT_LAUNCH = {
  Sid: 'RequireImdsV2',
  Effect: 'Deny',
  Action: 'ec2:RunInstances',
  Resource: 'arn:aws:ec2:*:*:instance/*',
  Condition: { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } },
};
const REQUIRE_V2_CREDENTIALS = {
  Sid: 'RequireV2Credentials',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
};
const IN_VPC = {
  'aws:SourceVpc': 'vpc-1',
  'aws:VpcSourceIp': '10.0.0.5',
  'ec2:SourceInstanceARN': INSTANCE,
  'aws:Ec2InstanceSourceVpc': 'vpc-1',
  'aws:Ec2InstanceSourcePrivateIPv4': '10.0.0.5',
  'aws:ViaAWSService': 'false',
};

/** An account with full access at each level and one guardrail at the root. */
function guardrail(name: string, ...statements: readonly object[]): Scenario['policies'] {
  const attached = { FullAWSAccess: FULL, [name]: statements };
  return { scps: { 'root r-1': attached, [`account ${ACCOUNT}`]: { FullAWSAccess: FULL } }, identity: { admin: FULL } };
}

/** The policies that guides about IMDS publish, and requests that meet them. */
export const GUARDRAIL_SCENARIOS: readonly Scenario[] = [
  {
    title: 'Version 2 is required at launch',
    policies: guardrail('RequireV2AtLaunch', REQUIRE_V2_AT_LAUNCH),
    rows: [
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpTokens': 'required' }],
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpTokens': 'optional' }],
      ['alice, who does not say', alice, 'ec2:RunInstances', NEW_INSTANCE],
      ['alice, for the subnet', alice, 'ec2:RunInstances', SUBNET],
      ['root user', root, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpTokens': 'optional' }],
      ['alice', alice, 'ec2:StopInstances', INSTANCE],
    ],
  },
  {
    title: 'Nobody opts out of version 2',
    policies: guardrail('NoOptOut', {
      Sid: 'NoOptOut',
      Effect: 'Deny',
      Action: 'ec2:ModifyInstanceMetadataOptions',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'ec2:Attribute/HttpTokens': 'required' },
        Null: { 'ec2:Attribute/HttpTokens': 'false' },
      },
    }),
    rows: [
      ['alice', alice, 'ec2:ModifyInstanceMetadataOptions', INSTANCE, { 'ec2:Attribute/HttpTokens': 'optional' }],
      ['alice', alice, 'ec2:ModifyInstanceMetadataOptions', INSTANCE, { 'ec2:Attribute/HttpTokens': 'required' }],
      [
        'alice, who changes the hop limit only',
        alice,
        'ec2:ModifyInstanceMetadataOptions',
        INSTANCE,
        { 'ec2:Attribute/HttpPutResponseHopLimit': '2' },
      ],
    ],
  },
  {
    title: 'The hop limit is capped; leaving it out is not exceeding it',
    policies: guardrail('HopCap', {
      Sid: 'HopCap',
      Effect: 'Deny',
      Action: 'ec2:RunInstances',
      Resource: 'arn:aws:ec2:*:*:instance/*',
      Condition: { NumericGreaterThan: { 'ec2:MetadataHttpPutResponseHopLimit': '3' } },
    }),
    rows: [
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpPutResponseHopLimit': '3' }],
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpPutResponseHopLimit': '4' }],
      ['alice', alice, 'ec2:RunInstances', NEW_INSTANCE, { 'ec2:MetadataHttpPutResponseHopLimit': '64' }],
      ['alice, who does not say', alice, 'ec2:RunInstances', NEW_INSTANCE],
    ],
  },
  {
    title: 'Only the admins change metadata options',
    policies: guardrail('AdminsOnly', {
      Sid: 'AdminsOnly',
      Effect: 'Deny',
      Action: 'ec2:ModifyInstanceMetadataOptions',
      Resource: '*',
      Condition: { StringNotLike: { 'aws:PrincipalARN': `arn:aws:iam::${ACCOUNT}:role/ec2-imds-admins` } },
    }),
    rows: [
      ['admin session', admin, 'ec2:ModifyInstanceMetadataOptions', INSTANCE, { 'aws:PrincipalArn': admin.roleArn }],
      ['alice', alice, 'ec2:ModifyInstanceMetadataOptions', INSTANCE, { 'aws:PrincipalArn': alice.arn }],
      ['root user', root, 'ec2:ModifyInstanceMetadataOptions', INSTANCE, { 'aws:PrincipalArn': root.arn }],
      ['alice', alice, 'ec2:DescribeInstances', '*', { 'aws:PrincipalArn': alice.arn }],
    ],
  },
  {
    title: 'Credentials read by version 1 are worthless, by service control policy',
    policies: guardrail('V2Credentials', REQUIRE_V2_CREDENTIALS),
    rows: [
      ['app session', appSession, 's3:GetObject', OBJECT, { 'ec2:RoleDelivery': '1.0' }],
      ['app session', appSession, 's3:GetObject', OBJECT, { 'ec2:RoleDelivery': '2.0' }],
      ['alice, who is no instance', alice, 's3:GetObject', OBJECT],
      ['app session', appSession, 'ec2:DescribeInstances', '*', { 'ec2:RoleDelivery': '1.0' }],
      ['app session, which asks who it is', appSession, 'sts:GetCallerIdentity', '*', { 'ec2:RoleDelivery': '1.0' }],
    ],
  },
  {
    title: 'Credentials read by version 1 are worthless, by the role itself',
    policies: {
      identity: {
        'read-and-guard': [
          { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::reports/*' },
          REQUIRE_V2_CREDENTIALS,
        ],
      },
    },
    rows: [
      ['app session', appSession, 's3:GetObject', OBJECT, { 'ec2:RoleDelivery': '1.0' }],
      ['app session', appSession, 's3:GetObject', OBJECT, { 'ec2:RoleDelivery': '2.0' }],
      ['app session', appSession, 's3:PutObject', OBJECT, { 'ec2:RoleDelivery': '2.0' }],
    ],
  },
  {
    title: 'Role credentials work only from where they were delivered',
    policies: guardrail(
      'SameVpc',
      {
        Sid: 'SameVpc',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:SourceVpc': '${aws:Ec2InstanceSourceVpc}' },
          Null: { 'ec2:SourceInstanceARN': 'false' },
          BoolIfExists: { 'aws:ViaAWSService': 'false' },
        },
      },
      {
        Sid: 'SameAddress',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:Ec2InstanceSourcePrivateIPv4': '${aws:VpcSourceIp}' },
          Null: { 'ec2:SourceInstanceARN': 'false' },
          BoolIfExists: { 'aws:ViaAWSService': 'false' },
        },
      },
    ),
    rows: [
      ['app session at home', appSession, 's3:GetObject', OBJECT, IN_VPC],
      ['app session in another VPC', appSession, 's3:GetObject', OBJECT, { ...IN_VPC, 'aws:SourceVpc': 'vpc-2' }],
      [
        'app session on another machine',
        appSession,
        's3:GetObject',
        OBJECT,
        { ...IN_VPC, 'aws:VpcSourceIp': '10.0.0.6' },
      ],
      [
        'app session from the internet',
        appSession,
        's3:GetObject',
        OBJECT,
        { 'ec2:SourceInstanceARN': INSTANCE, 'aws:Ec2InstanceSourceVpc': 'vpc-1', 'aws:SourceIp': '198.51.100.7' },
      ],
      [
        'app session through a service',
        appSession,
        's3:GetObject',
        OBJECT,
        { 'ec2:SourceInstanceARN': INSTANCE, 'aws:ViaAWSService': 'true' },
      ],
      ['alice, who is no instance', alice, 's3:GetObject', OBJECT, { 'aws:SourceIp': '198.51.100.7' }],
    ],
  },
  {
    title: 'A permission belongs to one instance',
    policies: {
      identity: {
        pinned: {
          Effect: 'Allow',
          Action: 'ssm:PutParameter',
          Resource: '*',
          Condition: { ArnEquals: { 'ec2:SourceInstanceArn': INSTANCE } },
        },
      },
    },
    rows: [
      ['app session', appSession, 'ssm:PutParameter', '*', { 'ec2:SourceInstanceARN': INSTANCE }],
      [
        'app session of a sibling',
        appSession,
        'ssm:PutParameter',
        '*',
        { 'ec2:SourceInstanceARN': `${INSTANCE.slice(0, -1)}1` },
      ],
      ['alice', alice, 'ssm:PutParameter', '*'],
    ],
  },
  {
    title: 'A role of least privilege reads one bucket, and users their own folder',
    policies: {
      identity: {
        'read-reports': { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' },
        'own-folder': {
          Sid: 'Own',
          Effect: 'Allow',
          Action: 's3:*Object',
          Resource: "arn:aws:s3:::homes/${aws:username, 'nobody'}/*",
        },
      },
    },
    rows: [
      ['app session', appSession, 's3:GetObject', OBJECT],
      ['app session, in other letters', appSession, 'S3:getobject', OBJECT],
      ['app session', appSession, 's3:GetObject', 'arn:aws:s3:::other/key'],
      ['app session', appSession, 's3:ListBucket', 'arn:aws:s3:::reports'],
      ['alice', alice, 's3:PutObject', 'arn:aws:s3:::homes/alice/a/b', { 'aws:username': 'alice' }],
      ['alice', alice, 's3:PutObject', 'arn:aws:s3:::homes/bob/a', { 'aws:username': 'alice' }],
      ['a user called *', alice, 's3:PutObject', 'arn:aws:s3:::homes/bob/a', { 'aws:username': '*' }],
      ['app session', appSession, 's3:PutObject', 'arn:aws:s3:::homes/nobody/a'],
    ],
  },
];
