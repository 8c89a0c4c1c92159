import { deepEqual, equal } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import type * as awsCloudWatch from '@aws-sdk/client-cloudwatch';
import type * as awsEc2 from '@aws-sdk/client-ec2';
import type * as awsGuardDuty from '@aws-sdk/client-guardduty';
import type * as awsIam from '@aws-sdk/client-iam';

import { generate, GENERATED } from '../../../scripts/extract-aws-schemas.ts';
import { SERVICES } from './index.ts';
import type { Operations } from './index.ts';

test('extracting the schemas again gives the files that are committed, byte for byte', () => {
  const files = generate();
  deepEqual(readdirSync(GENERATED).sort(), [...files.keys()].sort());
  for (const [name, text] of files) equal(readFileSync(new URL(name, GENERATED), 'utf8'), text, name);
});

/** The AWS SDK lets whoever writes an input say `undefined` for a member that is required. */
type Lenient<Type> = Type extends Date | Uint8Array
  ? Type
  : Type extends readonly (infer Item)[]
    ? readonly Lenient<Item>[]
    : Type extends object
      ? { readonly [Name in keyof Type]: Lenient<Type[Name]> | undefined }
      : Type;

type Fits<From, To> = From extends Lenient<To> ? true : false;

test('what the AWS SDK calls an input or output fits the types that are generated', () => {
  const fits: readonly true[] = [
    true satisfies Fits<awsEc2.RunInstancesRequest, Operations['ec2']['RunInstances']['input']>,
    true satisfies Fits<awsEc2.DescribeInstancesResult, Operations['ec2']['DescribeInstances']['output']>,
    true satisfies Fits<awsEc2.ImportKeyPairRequest, Operations['ec2']['ImportKeyPair']['input']>,
    true satisfies Fits<awsIam.CreateRoleResponse, Operations['iam']['CreateRole']['output']>,
    true satisfies Fits<awsGuardDuty.GetFindingsResponse, Operations['guardduty']['GetFindings']['output']>,
    true satisfies Fits<awsCloudWatch.PutMetricDataInput, Operations['cloudwatch']['PutMetricData']['input']>,
  ];
  equal(fits.length, 6);
});

test('each operation of what this project is about is there', () => {
  const wanted = {
    ec2: [
      'RunInstances',
      'ModifyInstanceMetadataOptions',
      'ModifyInstanceMetadataDefaults',
      'GetInstanceMetadataDefaults',
    ],
    iam: [
      'CreateInstanceProfile',
      'AddRoleToInstanceProfile',
      'PutRolePermissionsBoundary',
      'CreateOpenIDConnectProvider',
    ],
    sts: ['GetCallerIdentity', 'AssumeRole', 'AssumeRoleWithWebIdentity', 'DecodeAuthorizationMessage'],
    cloudwatch: ['GetMetricData', 'PutMetricAlarm'],
    cloudtrail: ['LookupEvents'],
    config: ['DescribeComplianceByConfigRule'],
    organizations: ['CreatePolicy', 'AttachPolicy'],
    guardduty: ['GetFindings', 'ArchiveFindings'],
    fis: ['CreateExperimentTemplate', 'StartExperiment', 'StopExperiment'],
  };
  deepEqual(SERVICES.map(({ name }) => name).sort(), Object.keys(wanted).sort());
  for (const service of SERVICES) {
    for (const operation of wanted[service.name]) equal(service.operations.has(operation), true, operation);
  }
});
