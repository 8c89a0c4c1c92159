import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { DecodeAuthorizationMessageCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { realPlatform } from '#host';
import { ACCOUNT, anApi, anInstance, errorOf, EVERYTHING, policy, REGION, roleKeys } from './an-api.test-support.ts';
import { sealIssuedSession } from './authenticate/issued-session.ts';

test('the root user is told who it is', async (t) => {
  const on = await anApi(t);
  const { $metadata, ...identity } = await on.clients().sts.send(new GetCallerIdentityCommand({}));
  assert.deepEqual(identity, { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root`, UserId: ACCOUNT });
  assert.match($metadata.requestId ?? '', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('an instance is told who it is by the credentials of its role', async (t) => {
  const on = await anApi(t);
  const { sts } = on.clients(await roleKeys(on, {}));
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  const { id } = anInstance('caller');
  assert.equal(identity.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/app-role/${id}`);
  assert.equal(identity.UserId, `AROAVMQT32F2QEXAMPLE1:${id}`);
});

test('a user is known by an active key, and not by an inactive one or after its deletion', async (t) => {
  const on = await anApi(t);
  const arn = `arn:aws:iam::${ACCOUNT}:user/alice`;
  const entity = { accountId: ACCOUNT, name: 'alice', id: 'AIDAEXAMPLE1', arn, path: '/', createdAtMs: 0, tags: {} };
  const user = { ...entity, inlinePolicies: {}, attachedPolicyArns: [] };
  const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE22', secretAccessKey: 'a-secret' };
  const key = { ...keys, accountId: ACCOUNT, userName: 'alice', createdAtMs: 0 } as const;
  await on.put('user', user);
  await on.put('access-key', { ...key, status: 'Active' });
  const { sts } = on.clients(keys);
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, arn);
  await on.put('access-key', { ...key, status: 'Inactive' });
  assert.equal(await errorOf(sts.send(new GetCallerIdentityCommand({}))), 'InvalidClientTokenId');
  await on.put('access-key', { ...key, status: 'Active' });
  await on.registry.commit([{ kind: 'user', id: `${ACCOUNT}/alice`, body: undefined }]);
  assert.equal(await errorOf(sts.send(new GetCallerIdentityCommand({}))), 'InvalidClientTokenId');
});

test('a session that was issued is known until it expires, and only with its own key', async (t) => {
  const on = await anApi(t);
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`;
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me`;
  const nowMs = on.nowMs();
  const keys = sealIssuedSession(
    on.sessionKeys,
    {
      principal: { kind: 'assumed-role', accountId: ACCOUNT, arn, id: 'AROA1:me', roleArn },
      issuedAtMs: nowMs,
      expiresAtMs: nowMs + 900_000,
      policies: [],
      policyArns: [],
      tags: {},
      transitiveTagKeys: [],
    },
    realPlatform().random,
  );
  const whoAmI = (with_: typeof keys): Promise<{ Arn?: string | undefined }> =>
    on.clients(with_).sts.send(new GetCallerIdentityCommand({}));
  assert.equal((await whoAmI(keys)).Arn, arn);
  assert.equal(await errorOf(whoAmI({ ...keys, accessKeyId: on.root.accessKeyId })), 'InvalidClientTokenId');
  const another = `${keys.accessKeyId.slice(0, -1)}${keys.accessKeyId.endsWith('A') ? 'B' : 'A'}`;
  assert.equal(await errorOf(whoAmI({ ...keys, accessKeyId: another })), 'InvalidClientTokenId');
  assert.equal(await errorOf(whoAmI({ ...keys, secretAccessKey: 'x' })), 'SignatureDoesNotMatch');
  const broken = `${keys.sessionToken.slice(0, -8)}AAAAAAA=`;
  assert.equal(await errorOf(whoAmI({ ...keys, sessionToken: broken })), 'InvalidClientTokenId');
  on.turn(900_000);
  const late = new STSClient({ endpoint: on.api.url, region: REGION, credentials: keys, systemClockOffset: 900_000 });
  assert.equal(await errorOf(late.send(new GetCallerIdentityCommand({}))), 'ExpiredToken');
});

test('who signs wrongly is refused in the words of the service', async (t) => {
  const on = await anApi(t);
  const wrongSecret = on.clients({ ...on.root, secretAccessKey: 'wrong' });
  const unknownKey = on.clients({ ...on.root, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' });
  const describe = new DescribeInstancesCommand({});
  const whoAmI = new GetCallerIdentityCommand({});
  const list = new PutMetricDataCommand({ Namespace: 'x', MetricData: [] });
  assert.equal(await errorOf(wrongSecret.ec2.send(describe)), 'SignatureDoesNotMatch');
  assert.equal(await errorOf(wrongSecret.sts.send(whoAmI)), 'SignatureDoesNotMatch');
  assert.equal(await errorOf(unknownKey.ec2.send(describe)), 'AuthFailure');
  assert.equal(await errorOf(unknownKey.sts.send(whoAmI)), 'InvalidClientTokenId');
  // Whether an operation is offered is asked before who wants it.
  assert.match((await errorOf(unknownKey.cloudwatch.send(list))) ?? '', /UnrecognizedClient|UnknownOperation/);
});

test('a request of long ago or of the future is refused', async (t) => {
  const on = await anApi(t);
  on.turn(16 * 60_000);
  assert.equal(await errorOf(on.clients().sts.send(new GetCallerIdentityCommand({}))), 'SignatureDoesNotMatch');
  assert.equal(await errorOf(on.clients().ec2.send(new DescribeRegionsCommand({}))), 'RequestExpired');
  on.turn(-32 * 60_000);
  assert.equal(await errorOf(on.clients().ec2.send(new DescribeRegionsCommand({}))), 'AuthFailure');
});

test('what is wrong is told in the order of the stages', async (t) => {
  const on = await anApi(t);
  const nobody = on.clients(await roleKeys(on, {}));
  const stranger = on.clients({ ...on.root, secretAccessKey: 'wrong' });
  const modify = (input: object): ModifyInstanceMetadataOptionsCommand =>
    // Also what the types forbid.
    new ModifyInstanceMetadataOptionsCommand(input as { InstanceId: string });
  const malformed = modify({ InstanceId: 'i-x', HttpTokens: 'sometimes' });
  assert.equal(await errorOf(stranger.ec2.send(malformed)), 'SignatureDoesNotMatch');
  assert.equal(await errorOf(nobody.ec2.send(malformed)), 'InvalidParameterValue');
  assert.equal(await errorOf(nobody.ec2.send(modify({}))), 'MissingParameter');
  assert.equal(await errorOf(nobody.ec2.send(modify({ InstanceId: 'i-x' }))), 'InvalidInstanceID.Malformed');
  const unknown = { InstanceId: anInstance('nowhere').id, DryRun: true };
  assert.equal(await errorOf(nobody.ec2.send(modify(unknown))), 'UnauthorizedOperation');
  const { ec2 } = on.clients();
  assert.equal(await errorOf(ec2.send(modify(unknown))), 'DryRunOperation');
  assert.equal(await errorOf(ec2.send(modify({ ...unknown, DryRun: false }))), 'InvalidInstanceID.NotFound');
});

test('a dry run answers with 412 and does nothing', async (t) => {
  const on = await anApi(t);
  const instance = anInstance('dry');
  await on.put('instance', instance);
  const command = new ModifyInstanceMetadataOptionsCommand({
    InstanceId: instance.id,
    HttpTokens: 'required',
    DryRun: true,
  });
  await assert.rejects(on.clients().ec2.send(command), (error: { $metadata?: { httpStatusCode?: number } }) => {
    assert.equal(error.$metadata?.httpStatusCode, 412);
    return true;
  });
  const { Reservations } = await on.clients().ec2.send(new DescribeInstancesCommand({}));
  assert.equal(Reservations?.[0]?.Instances?.[0]?.MetadataOptions?.HttpTokens, 'optional');
});

test('a refusal of EC2 can be decoded, and only what was encoded here', async (t) => {
  const on = await anApi(t);
  const keys = await roleKeys(on, { look: policy({ Effect: 'Deny', Action: 'ec2:*', Resource: '*', Sid: 'Never' }) });
  const message = await on
    .clients(keys)
    .ec2.send(new DescribeRegionsCommand({}))
    .then(
      () => '',
      (error: Error) => error.message,
    );
  const start =
    /^You are not authorized to perform this operation\. User: arn:aws:sts::.* is not authorized to perform: ec2:DescribeRegions with an explicit deny in an identity-based policy\. Encoded authorization failure message: ([\w-]+)$/;
  const EncodedMessage = start.exec(message)?.[1] ?? message;
  const { sts } = on.clients();
  const decoded = await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
  const { explicitDeny, matchedStatements, context } = JSON.parse(decoded.DecodedMessage ?? '');
  assert.equal(explicitDeny, true);
  assert.equal(matchedStatements.items[0].statementId, 'Never');
  assert.equal(context.action, 'ec2:DescribeRegions');
  const forged = `${EncodedMessage.slice(0, -4)}AAAA`;
  const refusal = await errorOf(sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: forged })));
  assert.equal(refusal, 'InvalidAuthorizationMessageException');
});

test('elsewhere a refusal says AccessDenied, with the reason', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients(await roleKeys(on, {}));
  await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'app-role' })), {
    name: 'AccessDenied',
    message:
      /is not authorized to perform: iam:GetRole on resource: arn:aws:iam::123456789012:role\/app-role because no identity-based policy allows the iam:GetRole action$/,
  });
});

test('a kept policy that cannot be read denies everything', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients(await roleKeys(on, { all: policy(EVERYTHING), odd: { Statement: 'what?' } }));
  assert.equal(await errorOf(ec2.send(new DescribeRegionsCommand({}))), 'UnauthorizedOperation');
});

test('an operation that nobody has written is not known', async (t) => {
  const on = await anApi(t);
  assert.match(
    (await errorOf(on.clients().cloudwatch.send(new PutMetricDataCommand({ Namespace: 'x', MetricData: [] })))) ?? '',
    /UnknownOperation/,
  );
});

test('every call is recorded once, with who, what and how it ended, and without secrets', async (t) => {
  const on = await anApi(t);
  const keys = await roleKeys(on, {}, '1.0');
  const document = '{"Version":"2012-10-17","Statement":[]}';
  const create = new CreateRoleCommand({ RoleName: 'made', AssumeRolePolicyDocument: document });
  await errorOf(on.clients(keys).iam.send(create));
  await errorOf(on.clients({ ...on.root, secretAccessKey: 'wrong' }).ec2.send(new DescribeRegionsCommand({})));
  await on.clients().sts.send(new GetCallerIdentityCommand({}));
  const [refused, unknown, served] = on.events;
  assert.equal(on.events.length, 3);
  assert.equal(refused?.operation, 'CreateRole');
  assert.equal(refused.identity?.session?.instance?.delivery, '1.0');
  assert.equal(unknown?.identity, undefined);
  assert.equal(unknown?.error?.code, 'SignatureDoesNotMatch');
  assert.equal(unknown.input, undefined);
  assert.deepEqual(served?.output, { UserId: ACCOUNT, Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` });
  assert.equal(served.sourceAddress, '127.0.0.1');
  assert.match(served.userAgent, /aws-sdk-js/);
  assert.equal(JSON.stringify(on.events).includes(on.root.secretAccessKey), false);
  assert.equal(JSON.stringify(on.events).includes(keys.sessionToken ?? ''), false);
});

test('a listener that fails does not change what the client is told', async (t) => {
  const on = await anApi(t);
  on.events.push = () => {
    throw new Error('full');
  };
  const { Account } = await on.clients().sts.send(new GetCallerIdentityCommand({}));
  assert.equal(Account, ACCOUNT);
  assert.deepEqual(
    on.failures.splice(0).map((error) => (error instanceof Error ? error.message : '')),
    ['full'],
  );
});

test('a call is made in the Region it was signed for', async (t) => {
  const on = await anApi(t);
  await on.put('instance', anInstance('here'));
  await on.put('instance', anInstance('there', { region: 'eu-west-1' }));
  const seen = async (client: EC2Client): Promise<(string | undefined)[]> => {
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand({}));
    return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
  };
  assert.deepEqual(await seen(on.clients().ec2), [anInstance('here').id]);
  assert.deepEqual(await seen(on.clients(on.root, 'eu-west-1').ec2), [anInstance('there').id]);
});

test('what nobody expected is told to whoever runs the API, and to the client only that it happened', async (t) => {
  const on = await anApi(t);
  const id = anInstance('broken').id;
  await on.registry.commit([{ kind: 'instance', id, body: '{' }]);
  await assert.rejects(on.clients().ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] })), {
    name: 'InternalError',
    message: 'An internal error has occurred',
  });
  assert.ok(on.failures.splice(0).every((error) => error instanceof SyntaxError));
  assert.equal(on.events.at(-1)?.status, 500);
});
