import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetTrailCommand,
  ListTrailsCommand,
  LookupEventsCommand,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import type { CloudTrailClient, Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import {
  DescribeInstancesCommand,
  ModifyInstanceMetadataOptionsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, anApi, anInstance, errorOf, EVERYTHING, policy, roleKeys } from '../an-api.test-support.ts';

const IMAGE = 'ami-0123456789abcdef0';

async function looked(cloudtrail: CloudTrailClient, said: LookupEventsCommandInput = {}): Promise<readonly Event[]> {
  const { Events = [] } = await cloudtrail.send(new LookupEventsCommand(said));
  return Events;
}

/** The record of the latest call of an operation. */
async function recordOf(cloudtrail: CloudTrailClient, operation: string): Promise<Record<string, unknown>> {
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: operation }];
  const [event] = await looked(cloudtrail, { LookupAttributes });
  assert.ok(event !== undefined, operation);
  return JSON.parse(event.CloudTrailEvent ?? '') as Record<string, unknown>;
}

test('a call with the credentials of an instance tells whose they are and how they were read', async (t) => {
  const on = await anApi(t);
  const keys = await roleKeys(on, { all: policy(EVERYTHING) }, '1.0');
  await on.clients(keys).ec2.send(new DescribeInstancesCommand({}));
  const record = await recordOf(on.clients().cloudtrail, 'DescribeInstances');
  const instanceId = anInstance('caller').id;
  const { userIdentity, eventID, requestID, eventTime, userAgent, ...rest } = record;
  assert.match(String(eventTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (const id of [eventID, requestID])
    assert.match(String(id), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.match(String(userAgent), /aws-sdk-js/);
  const { sessionContext, ...identity } = userIdentity as Record<string, unknown>;
  assert.deepEqual(identity, {
    type: 'AssumedRole',
    principalId: `AROAVMQT32F2QEXAMPLE1:${instanceId}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app-role/${instanceId}`,
    accountId: ACCOUNT,
    accessKeyId: keys.accessKeyId,
  });
  const { attributes, ...context } = sessionContext as { attributes: Record<string, string> };
  assert.deepEqual(context, {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAVMQT32F2QEXAMPLE1',
      arn: `arn:aws:iam::${ACCOUNT}:role/app-role`,
      accountId: ACCOUNT,
      userName: 'app-role',
    },
    ec2RoleDelivery: '1.0',
  });
  assert.equal(attributes['mfaAuthenticated'], 'false');
  assert.deepEqual(rest, {
    eventVersion: '1.11',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    requestParameters: {},
    responseElements: null,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  });
});

test('parameters and responses are spelled as CloudTrail spells them, and hold no secret', async (t) => {
  const on = await anApi(t);
  const { cloudtrail, ec2, iam, sts } = on.clients();
  const UserData = Buffer.from('#!/bin/sh\necho s3cret').toString('base64');
  const run = new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro', UserData });
  const { Instances: [{ InstanceId = '' } = {}] = [] } = await ec2.send(run);
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpTokens: 'required' }));
  const launched = await recordOf(cloudtrail, 'RunInstances');
  const { instancesSet, instanceType, userData } = launched['requestParameters'] as Record<string, unknown>;
  assert.deepEqual(instancesSet, { items: [{ imageId: IMAGE, minCount: 1, maxCount: 1 }] });
  assert.deepEqual([instanceType, userData], ['t3.micro', 'HIDDEN_DUE_TO_SECURITY_REASONS']);
  const { items } = (launched['responseElements'] as { instancesSet: { items: { instanceId: string }[] } })
    .instancesSet;
  assert.equal(items[0]?.instanceId, InstanceId);
  const modified = await recordOf(cloudtrail, 'ModifyInstanceMetadataOptions');
  assert.deepEqual(modified['requestParameters'], {
    ModifyInstanceMetadataOptionsRequest: { InstanceId, HttpTokens: 'required' },
  });
  assert.deepEqual(modified['userIdentity'], {
    type: 'Root',
    principalId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    accountId: ACCOUNT,
    accessKeyId: on.root.accessKeyId,
  });
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'auditor', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/auditor`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const assumed = await recordOf(cloudtrail, 'AssumeRole');
  assert.deepEqual(assumed['requestParameters'], { roleArn: RoleArn, roleSessionName: 'me' });
  assert.deepEqual(assumed['resources'], [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: RoleArn }]);
  const text = JSON.stringify(await looked(cloudtrail));
  for (const secret of [
    's3cret',
    UserData,
    Credentials?.SecretAccessKey,
    Credentials?.SessionToken,
    on.root.secretAccessKey,
  ])
    assert.ok(secret !== undefined && !text.includes(secret));
});

test('a call that was refused tells the error, and one of nobody is in nobody’s history', async (t) => {
  const on = await anApi(t);
  const keys = await roleKeys(on, {});
  assert.equal(await errorOf(on.clients(keys).ec2.send(new DescribeInstancesCommand({}))), 'UnauthorizedOperation');
  const { cloudtrail, iam } = on.clients();
  assert.equal(await errorOf(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))), 'NoSuchEntityException');
  const wrong = { ...on.root, secretAccessKey: 'wrong' };
  assert.ok(await errorOf(on.clients(wrong).sts.send(new GetCallerIdentityCommand({}))));
  const denied = await recordOf(cloudtrail, 'DescribeInstances');
  assert.equal(denied['errorCode'], 'Client.UnauthorizedOperation');
  const missing = await recordOf(cloudtrail, 'GetRole');
  assert.match(String(missing['errorMessage']), /cannot be found/);
  assert.deepEqual(
    (await looked(cloudtrail)).filter(({ EventName }) => EventName === 'GetCallerIdentity'),
    [],
  );
});

test('events are found by each attribute, within a range of time, and only in their Region', async (t) => {
  const on = await anApi(t);
  const { cloudtrail, ec2, sts } = on.clients();
  const { Instances: [{ InstanceId = '' } = {}] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 }),
  );
  await sts.send(new GetCallerIdentityCommand({}));
  const names = async (AttributeKey: string, AttributeValue: string): Promise<readonly unknown[]> => {
    // What is looked up is recorded, too.
    const events = await looked(cloudtrail, { LookupAttributes: [{ AttributeKey, AttributeValue } as never] });
    return [...new Set(events.map(({ EventName }) => EventName))].filter((name) => name !== 'LookupEvents');
  };
  assert.deepEqual(await names('EventName', 'RunInstances'), ['RunInstances']);
  assert.deepEqual(await names('EventSource', 'sts.amazonaws.com'), ['GetCallerIdentity']);
  assert.deepEqual(await names('ReadOnly', 'false'), ['RunInstances']);
  assert.deepEqual(await names('ResourceName', InstanceId), ['RunInstances']);
  const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: InstanceId }];
  const about = await looked(cloudtrail, { LookupAttributes });
  assert.deepEqual(
    about.map(({ EventName }) => EventName),
    ['RunInstances'],
  );
  assert.deepEqual(await names('ResourceType', 'AWS::EC2::Ami'), ['RunInstances']);
  assert.deepEqual(await names('Username', 'root'), ['GetCallerIdentity', 'RunInstances']);
  assert.deepEqual(await names('AccessKeyId', on.root.accessKeyId), ['GetCallerIdentity', 'RunInstances']);
  const [event] = await looked(cloudtrail, {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'RunInstances' }],
  });
  assert.deepEqual(await names('EventId', event?.EventId ?? ''), ['RunInstances']);
  const StartTime = new Date(on.nowMs() + 1000);
  assert.deepEqual(await looked(cloudtrail, { StartTime }), []);
  const elsewhere = on.clients(on.root, 'eu-west-1').cloudtrail;
  assert.deepEqual(
    (await looked(elsewhere)).map(({ EventName }) => EventName),
    [],
  );
});

test('events are told page by page, the latest first, and what is asked wrongly is refused', async (t) => {
  const on = await anApi(t);
  const { cloudtrail, sts } = on.clients();
  for (let calls = 0; calls < 120; calls++) await sts.send(new GetCallerIdentityCommand({}));
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'GetCallerIdentity' }];
  const sizes: number[] = [];
  const seen: string[] = [];
  for await (const { Events = [] } of paginateLookupEvents({ client: cloudtrail }, { LookupAttributes })) {
    sizes.push(Events.length);
    seen.push(...Events.map(({ EventId = '' }) => EventId));
  }
  assert.deepEqual([sizes, new Set(seen).size], [[50, 50, 20], 120]);
  const wrong = (said: LookupEventsCommandInput): Promise<string | undefined> => errorOf(looked(cloudtrail, said));
  assert.equal(await wrong({ MaxResults: 51 }), 'InvalidMaxResultsException');
  assert.equal(await wrong({ NextToken: 'x' }), 'InvalidNextTokenException');
  assert.equal(await wrong({ StartTime: new Date(2), EndTime: new Date(1) }), 'InvalidTimeRangeException');
  assert.equal(
    await wrong({ LookupAttributes: [...LookupAttributes, ...LookupAttributes] }),
    'InvalidLookupAttributesException',
  );
  assert.deepEqual((await cloudtrail.send(new ListTrailsCommand({}))).Trails, []);
  assert.equal(await errorOf(cloudtrail.send(new GetTrailCommand({ Name: 'x' }))), 'TrailNotFoundException');
});
