import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { EvaluationResult } from '@aws-sdk/client-iam';
import { anApi, errorOf, EVERYTHING, policy } from '../an-api.test-support.ts';

const V2_ONLY = JSON.stringify(
  policy(EVERYTHING, {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
  }),
);
const delivered = (version: string) => [
  { ContextKeyName: 'ec2:RoleDelivery', ContextKeyType: 'numeric' as const, ContextKeyValues: [version] },
];

function decisions(results: readonly EvaluationResult[] | undefined): readonly string[] {
  return (results ?? []).map(
    ({ EvalActionName, EvalDecision, EvalResourceName }) => `${EvalActionName} ${EvalResourceName}: ${EvalDecision}`,
  );
}

test('a policy is simulated by itself: with the keys it asks for, and without', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const ask = { PolicyInputList: [V2_ONLY], ActionNames: ['s3:GetObject'] };
  const without = await iam.send(new SimulateCustomPolicyCommand(ask));
  assert.deepEqual(decisions(without.EvaluationResults), ['s3:GetObject *: allowed']);
  assert.deepEqual(without.EvaluationResults?.[0]?.MissingContextValues, ['ec2:RoleDelivery']);
  const byV1 = await iam.send(new SimulateCustomPolicyCommand({ ...ask, ContextEntries: delivered('1.0') }));
  assert.deepEqual(decisions(byV1.EvaluationResults), ['s3:GetObject *: explicitDeny']);
  assert.equal(byV1.EvaluationResults?.[0]?.MatchedStatements?.[0]?.SourcePolicyId, 'PolicyInputList.1');
  const byV2 = await iam.send(new SimulateCustomPolicyCommand({ ...ask, ContextEntries: delivered('2.0') }));
  assert.deepEqual(decisions(byV2.EvaluationResults), ['s3:GetObject *: allowed']);
});

test("a role's policies are simulated on every resource, within its boundary", async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const reads = JSON.stringify(policy({ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::bucket/*' }));
  const boundary = {
    PolicyName: 'boundary',
    PolicyDocument: JSON.stringify(policy({ ...EVERYTHING, Action: 's3:*' })),
  };
  const { Policy } = await iam.send(new CreatePolicyCommand(boundary));
  const trust = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'app',
      AssumeRolePolicyDocument: JSON.stringify(trust),
      PermissionsBoundary: Policy?.Arn,
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'reads', PolicyDocument: reads }));
  const ask = {
    PolicySourceArn: Role?.Arn ?? '',
    ActionNames: ['s3:GetObject', 'ec2:RunInstances'],
    ResourceArns: ['arn:aws:s3:::bucket/key', 'arn:aws:s3:::other/key'],
  };
  const own = await iam.send(new SimulatePrincipalPolicyCommand(ask));
  assert.deepEqual(decisions(own.EvaluationResults), [
    's3:GetObject arn:aws:s3:::bucket/key: allowed',
    's3:GetObject arn:aws:s3:::other/key: implicitDeny',
    'ec2:RunInstances arn:aws:s3:::bucket/key: implicitDeny',
    'ec2:RunInstances arn:aws:s3:::other/key: implicitDeny',
  ]);
  assert.deepEqual(
    own.EvaluationResults?.map((each) => each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary),
    [true, true, false, false],
  );
  const more = { ...ask, PolicyInputList: [JSON.stringify(policy(EVERYTHING))] };
  const added = await iam.send(new SimulatePrincipalPolicyCommand(more));
  assert.deepEqual(
    added.EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
    ['allowed', 'allowed', 'implicitDeny', 'implicitDeny'],
  );
  const first = await iam.send(new SimulatePrincipalPolicyCommand({ ...ask, MaxItems: 3 }));
  const rest = await iam.send(new SimulatePrincipalPolicyCommand({ ...ask, Marker: first.Marker }));
  assert.deepEqual([first.EvaluationResults?.length, rest.EvaluationResults?.length], [3, 1]);
});

test('what cannot be simulated is refused', async (t) => {
  const on = await anApi(t);
  const { iam } = on.clients();
  const custom = (input: object): Promise<string | undefined> =>
    errorOf(
      iam.send(
        new SimulateCustomPolicyCommand({ PolicyInputList: [V2_ONLY], ActionNames: ['s3:GetObject'], ...input }),
      ),
    );
  assert.equal(await custom({ PolicyInputList: ['{}'] }), 'InvalidInputException');
  assert.equal(await custom({ ActionNames: ['everything'] }), 'InvalidInputException');
  const nobody = { PolicySourceArn: 'arn:aws:iam::123456789012:role/nobody', ActionNames: ['s3:GetObject'] };
  assert.equal(await errorOf(iam.send(new SimulatePrincipalPolicyCommand(nobody))), 'NoSuchEntityException');
  const noArn = { ...nobody, PolicySourceArn: 'arn:aws:s3:::bucket/123' };
  assert.equal(await errorOf(iam.send(new SimulatePrincipalPolicyCommand(noArn))), 'ValidationError');
});
