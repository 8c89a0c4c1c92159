import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorizationMessage, decide } from './index.ts';
import { PRINCIPALS, request, statements } from './request.test-support.ts';

const RUN = request(
  {
    principal: PRINCIPALS.appSession,
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
  },
  { 'ec2:metadatahttptokens': 'optional', 'custom:Key': ['a', 'b'] },
);

test('a message tells decision, denying statements and context, with keys spelled as AWS does', () => {
  const denial = statements({
    Sid: 'RequireImdsV2',
    Effect: 'Deny',
    Action: 'ec2:RunInstances',
    Resource: 'arn:aws:ec2:*:*:instance/*',
    Condition: { StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } },
  });
  assert.deepEqual(authorizationMessage(decide(RUN, { identity: [denial] }), RUN), {
    allowed: false,
    explicitDeny: true,
    matchedStatements: {
      items: [
        {
          statementId: 'RequireImdsV2',
          effect: 'DENY',
          principals: { items: [{ value: 'AROAAPP0000000000001:i-0123456789abcdef0' }] },
          principalGroups: { items: [] },
          actions: { items: [{ value: 'ec2:RunInstances' }] },
          resources: { items: [{ value: 'arn:aws:ec2:*:*:instance/*' }] },
          conditions: { items: [{ key: 'ec2:MetadataHttpTokens', values: { items: [{ value: 'required' }] } }] },
        },
      ],
    },
    failures: { items: [] },
    context: {
      principal: { id: PRINCIPALS.appSession.id, arn: PRINCIPALS.appSession.arn },
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
      conditions: {
        items: [
          { key: 'ec2:MetadataHttpTokens', values: { items: [{ value: 'optional' }] } },
          { key: 'custom:key', values: { items: [{ value: 'a' }, { value: 'b' }] } },
        ],
      },
    },
  });
});

test('an implicit deny has no statement to show, and a user has a name', () => {
  const asked = request();
  const message = authorizationMessage(decide(asked, {}), asked);
  assert.equal(message.explicitDeny, false);
  assert.deepEqual(message.matchedStatements.items, []);
  assert.deepEqual(message.context.principal, { id: PRINCIPALS.alice.id, name: 'alice', arn: PRINCIPALS.alice.arn });
});

test('a statement about everything else says so', () => {
  const denial = statements({ Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:iam::*:role/x' });
  const [matched] = authorizationMessage(decide(RUN, { identity: [denial] }), RUN).matchedStatements.items;
  assert.deepEqual(matched?.actions.items, []);
  assert.deepEqual(matched?.notActions, { items: [{ value: 'iam:*' }] });
  assert.deepEqual(matched?.notResources, { items: [{ value: 'arn:aws:iam::*:role/x' }] });
});
