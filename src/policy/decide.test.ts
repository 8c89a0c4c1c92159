import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from './index.ts';
import type { CompiledPolicy, Decision, PolicySet, Principal, ResourcePolicy } from './index.ts';
import {
  ACCOUNT,
  FULL_ACCESS,
  OTHER_ACCOUNT,
  policy,
  PRINCIPALS,
  request,
  statements,
} from './request.test-support.ts';

const { root, alice, appSession, federated, mallory, ec2, anonymous } = PRINCIPALS;
const FULL = policy(FULL_ACCESS);
const NOTHING = statements({ Effect: 'Allow', Action: 'none:None', Resource: '*' });

function bucketPolicy(principal: unknown, changes: object = {}): ResourcePolicy {
  const statement = { Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: '*', ...changes };
  return { kind: 'resource', policy: policy({ Version: '2012-10-17', Statement: statement }, 'resource', 'bucket') };
}

function reason(decision: Decision): string {
  const { decidedBy } = decision;
  return 'policyType' in decidedBy
    ? `${decision.kind}, ${decidedBy.policyType}`
    : `${decision.kind}, ${decidedBy.kind}`;
}

test('without any policy only the root user may do anything', () => {
  assert.equal(reason(decide(request(), {})), 'implicit-deny, identity-based policy');
  assert.equal(reason(decide(request({ principal: root }), {})), 'allowed, root-user');
  assert.equal(reason(decide(request({ principal: anonymous }), {})), 'implicit-deny, resource-based policy');
});

test('a deny wins wherever it stands, and the decision lists every one', () => {
  const denial = statements({ Sid: 'No', Effect: 'Deny', Action: 's3:*', Resource: '*' });
  const sets: Readonly<Record<string, PolicySet>> = {
    'service control policy': { identity: [FULL], scps: [{ level: 'root', id: 'r-1', policies: [FULL, denial] }] },
    'identity-based policy': { identity: [FULL, denial] },
    'permissions boundary': { identity: [FULL], boundary: denial },
    'session policy': { identity: [FULL], session: [FULL, denial] },
    'resource-based policy': { identity: [FULL], resource: bucketPolicy({ AWS: ACCOUNT }, { Effect: 'Deny' }) },
  };
  for (const [type, set] of Object.entries(sets)) {
    assert.equal(reason(decide(request(), set)), `explicit-deny, ${type}`);
  }
  const decision = decide(request(), { identity: [denial, denial], boundary: denial });
  assert.ok(decision.kind === 'explicit-deny');
  assert.deepEqual(
    decision.matched.map(({ policyType }) => policyType),
    ['identity-based policy', 'identity-based policy', 'permissions boundary'],
  );
});

test('a decision names policy, statement and place', () => {
  const arn = 'arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1';
  const scp = policy(
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Sid: 'Stop', Effect: 'Deny', Action: 's3:*', Resource: '*' },
      ],
    },
    'scp',
    arn,
  );
  const decision = decide(request(), { identity: [FULL], scps: [{ level: 'account', id: ACCOUNT, policies: [scp] }] });
  assert.ok(decision.kind === 'explicit-deny');
  const { policyArn, statementIndex, sid, scope } = decision.decidedBy;
  assert.deepEqual(
    { policyArn, statementIndex, sid, scope },
    { policyArn: arn, statementIndex: 1, sid: 'Stop', scope: { level: 'account', id: ACCOUNT } },
  );
});

test('a level of the organization without policies allows nothing', () => {
  const scps = [
    { level: 'root', id: 'r-1', policies: [FULL] },
    { level: 'organizational-unit', id: 'ou-1', policies: [] },
  ] as const;
  const decision = decide(request({ principal: root }), { scps });
  assert.deepEqual(decision.decidedBy, {
    kind: 'missing-allow',
    policyType: 'service control policy',
    scope: { level: 'organizational-unit', id: 'ou-1' },
  });
});

test('service control policies do not reach services and strangers', () => {
  const scps = [{ level: 'root', id: 'r-1', policies: [] }] as const;
  const resource = bucketPolicy({ Service: 'ec2.amazonaws.com' });
  assert.equal(decide(request({ principal: ec2 }), { scps, resource }).effect, 'allow');
});

/** Who is named by a bucket policy of the same account, who asks, and which missing permission still refuses. */
const GRANTS: readonly (readonly [
  string,
  unknown,
  Principal,
  { readonly identity: string; readonly boundary: string; readonly session: string },
])[] = [
  ['a user', { AWS: alice.arn }, alice, { identity: 'allow', boundary: 'allow', session: 'allow' }],
  ['a user by id', { AWS: alice.id }, alice, { identity: 'allow', boundary: 'allow', session: 'allow' }],
  ['a session', { AWS: appSession.arn }, appSession, { identity: 'allow', boundary: 'allow', session: 'allow' }],
  ['a role', { AWS: appSession.roleArn }, appSession, { identity: 'allow', boundary: 'deny', session: 'deny' }],
  [
    'a role by id',
    { AWS: 'AROAAPP0000000000001' },
    appSession,
    { identity: 'allow', boundary: 'deny', session: 'deny' },
  ],
  [
    'a federated session',
    { AWS: federated.arn },
    federated,
    { identity: 'allow', boundary: 'allow', session: 'allow' },
  ],
  [
    'the user who federated',
    { AWS: federated.userArn },
    federated,
    { identity: 'allow', boundary: 'deny', session: 'deny' },
  ],
  ['the account', { AWS: ACCOUNT }, alice, { identity: 'deny', boundary: 'deny', session: 'deny' }],
  ['the account by ARN', { AWS: root.arn }, appSession, { identity: 'deny', boundary: 'deny', session: 'deny' }],
  ['everyone', '*', appSession, { identity: 'allow', boundary: 'allow', session: 'allow' }],
];

for (const [named, principal, who, verdicts] of GRANTS) {
  test(`within an account, a bucket policy that names ${named} stands in for what it should`, () => {
    const resource = bucketPolicy(principal);
    const all = { identity: [FULL], boundary: FULL, session: [FULL], resource };
    const ask = (set: PolicySet): string => decide(request({ principal: who }), set).effect;
    assert.equal(ask(all), 'allow');
    assert.equal(ask({ ...all, identity: [] }), verdicts.identity, 'without identity policies');
    assert.equal(ask({ ...all, boundary: NOTHING }), verdicts.boundary, 'with a boundary that allows nothing');
    assert.equal(ask({ ...all, session: [NOTHING] }), verdicts.session, 'with a session policy that allows nothing');
  });
}

test('across accounts both sides must allow, however closely the principal is named', () => {
  const mine = { principal: mallory, resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`, action: 'sqs:SendMessage' };
  const grants = [{ AWS: mallory.arn }, { AWS: OTHER_ACCOUNT }, '*'];
  const ask = (identity: readonly CompiledPolicy[], resource?: ResourcePolicy): string =>
    reason(decide(request(mine), resource === undefined ? { identity } : { identity, resource }));
  for (const grant of grants) {
    const resource = bucketPolicy(grant, { Action: 'sqs:*' });
    assert.match(ask([FULL], resource), /^allowed/);
    assert.equal(ask([], resource), 'implicit-deny, identity-based policy');
  }
  assert.equal(ask([FULL]), 'implicit-deny, resource-based policy');
  assert.equal(
    ask([FULL], bucketPolicy({ AWS: ACCOUNT }, { Action: 'sqs:*' })),
    'implicit-deny, resource-based policy',
  );
});

test('across accounts a role that is named still needs permission of its own', () => {
  const roleArn = `arn:aws:iam::${OTHER_ACCOUNT}:role/visitor`;
  const arn = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/visitor/s`;
  const principal = {
    kind: 'assumed-role',
    accountId: OTHER_ACCOUNT,
    arn,
    id: 'AROAVISITOR000000001:s',
    roleArn,
  } as const;
  const asked = request({ principal, resourceAccountId: ACCOUNT });
  const resource = bucketPolicy({ AWS: roleArn });
  assert.equal(reason(decide(asked, { resource })), 'implicit-deny, identity-based policy');
  assert.equal(decide(asked, { identity: [FULL], resource }).effect, 'allow');
});

test('the owner of a resource whose ARN names no account can be told', () => {
  const set = { identity: [FULL] };
  assert.equal(decide(request(), set).effect, 'allow');
  assert.equal(decide(request({ resourceAccountId: OTHER_ACCOUNT }), set).effect, 'deny');
  assert.equal(decide(request({ resourceAccountId: ACCOUNT }), set).effect, 'allow');
});

test('a trust policy must allow even within its account, and a trusted user needs nothing else', () => {
  const role = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/app` };
  const trust = (principal: object): ResourcePolicy => ({
    kind: 'trust',
    policy: policy(
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' } },
      'trust',
    ),
  });
  const ask = (set: PolicySet): string => reason(decide(request(role), set));
  const [own, account, service] = [
    trust({ AWS: alice.arn }),
    trust({ AWS: ACCOUNT }),
    trust({ Service: 'ec2.amazonaws.com' }),
  ];
  assert.equal(ask({ resource: own }), 'allowed, role trust policy');
  assert.equal(ask({ resource: account }), 'implicit-deny, identity-based policy');
  assert.equal(ask({ identity: [FULL], resource: account }), 'allowed, identity-based policy');
  assert.equal(ask({ identity: [FULL], resource: service }), 'implicit-deny, role trust policy');
});

test('NotPrincipal denies whom it does not name at every level, and allows whom it names at none', () => {
  const ask = (effect: string, named: readonly string[], principal: Principal): string => {
    const statement = { Effect: effect, NotPrincipal: { AWS: named }, Action: 's3:*', Resource: '*' };
    const document = { Version: '2012-10-17', Statement: statement };
    const resource = { kind: 'resource', policy: policy(document, 'resource') } as const;
    return decide(request({ principal }), { identity: effect === 'Deny' ? [FULL] : [], resource }).effect;
  };
  assert.equal(ask('Deny', [appSession.arn, appSession.roleArn, ACCOUNT], appSession), 'allow');
  assert.equal(ask('Deny', [appSession.roleArn, ACCOUNT], appSession), 'deny');
  assert.equal(ask('Deny', [alice.arn], alice), 'deny');
  assert.equal(ask('Deny', [alice.arn, root.arn], alice), 'allow');
  assert.equal(ask('Allow', [ACCOUNT], alice), 'deny');
  assert.equal(ask('Allow', [appSession.roleArn], alice), 'allow');
});

test('NotAction and NotResource are about everything else', () => {
  const set = {
    identity: [
      statements({ Effect: 'Allow', NotAction: ['iam:*', 's3:Put*'], NotResource: 'arn:aws:s3:::bucket/secret*' }),
    ],
  };
  const ask = (action: string, resource: string): string => decide(request({ action, resource }), set).effect;
  assert.equal(ask('s3:GetObject', 'arn:aws:s3:::bucket/key'), 'allow');
  assert.equal(ask('S3:putobject', 'arn:aws:s3:::bucket/key'), 'deny');
  assert.equal(ask('s3:GetObject', 'arn:aws:s3:::bucket/secret/1'), 'deny');
  assert.equal(ask('ec2:DescribeInstances', '*'), 'allow');
});

test('a wildcard in a resource does not reach across a colon, but for the last part', () => {
  const ask = (pattern: string, resource: string): string =>
    decide(request({ resource }), { identity: [statements({ Effect: 'Allow', Action: '*', Resource: pattern })] })
      .effect;
  assert.equal(ask('arn:aws:sns:*:111122223333:topic', 'arn:aws:sns:us-east-1:111122223333:topic'), 'allow');
  assert.equal(ask('arn:aws:sns:*:topic', 'arn:aws:sns:us-east-1:111122223333:topic'), 'deny');
  assert.equal(ask('arn:aws:lambda:*:*:function:*', 'arn:aws:lambda:eu-west-1:1:function:f:live'), 'allow');
  assert.equal(ask('arn:aws:s3:*', 'arn:aws:s3:::bucket/key'), 'allow');
  assert.equal(ask('arn:aws:s3:::*', '*'), 'deny');
  assert.equal(ask('arn:*:s3:::bucket/?', 'arn:aws-cn:s3:::bucket/k'), 'allow');
  assert.equal(ask('arn:aws:s3:::Bucket/key', 'arn:aws:s3:::bucket/key'), 'deny');
});

test('a resource with a variable that has no value matches nothing', () => {
  const own = 'arn:aws:s3:::homes/${aws:username}/*';
  const resource = 'arn:aws:s3:::homes/alice/key';
  const allow = { identity: [statements({ Effect: 'Allow', Action: '*', Resource: own })] };
  assert.equal(decide(request({ resource }, { 'aws:UserName': 'alice' }), allow).effect, 'allow');
  assert.equal(decide(request({ resource }), allow).effect, 'deny');
  assert.equal(decide(request({ resource }, { 'aws:username': ['alice', 'bob'] }), allow).effect, 'deny');
});

test('nobody with an account can be kept from asking who they are', () => {
  const denial = statements({ Effect: 'Deny', Action: '*', Resource: '*' });
  const set = {
    identity: [denial],
    boundary: denial,
    scps: [{ level: 'root', id: 'r-1', policies: [denial] }],
  } as const;
  const who = request({ principal: appSession, action: 'sts:GetCallerIdentity', resource: '*' });
  assert.equal(reason(decide(who, set)), 'allowed, no-permission-needed');
});
