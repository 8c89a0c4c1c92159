import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from './index.ts';
import type { AuthorizationRequest, CompiledPolicy, PolicySet, Principal } from './index.ts';
import { ACCOUNT, policy, PRINCIPALS, request } from './request.test-support.ts';

const KEYS = ['aws:PrincipalTag/Team', 'ec2:RoleDelivery', 'aws:SourceIp'] as const;
const VALUES = ['blue', '1.0', '2.0', '10.0.0.1', 'x'] as const;
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLikeIfExists',
  'ForAnyValue:StringEquals',
  'ForAllValues:StringNotEquals',
];

const oneOrMore = <Value>(...values: Value[]): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const condition = fc.dictionary(
  fc.constantFrom(...OPERATORS),
  fc.dictionary(fc.constantFrom(...KEYS), oneOrMore(...VALUES, '${aws:PrincipalTag/Team}', 'b*'), { maxKeys: 2 }),
  { maxKeys: 2 },
);

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: fc.record({ not: fc.boolean(), patterns: oneOrMore('*', 's3:*', 's3:Get*', 'ec2:Run?nstances', 'iam:*') }),
    resource: fc.record({
      not: fc.boolean(),
      patterns: oneOrMore('*', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::${aws:PrincipalTag/Team}/*'),
    }),
    Condition: condition,
  })
  .map(({ Effect, action, resource, Condition }) => ({
    Effect,
    [action.not ? 'NotAction' : 'Action']: action.patterns,
    [resource.not ? 'NotResource' : 'Resource']: resource.patterns,
    Condition,
  }));

const document = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((written) => ({ Version: '2012-10-17', Statement: written }));
const identityPolicy = document.map((written) => policy(written));
const resourcePolicy = fc
  .tuple(
    document,
    oneOrMore<string>(ACCOUNT, PRINCIPALS.alice.arn, PRINCIPALS.appSession.roleArn, PRINCIPALS.mallory.arn, '*'),
  )
  .map(([{ Version, Statement }, named]) =>
    policy({ Version, Statement: Statement.map((each) => ({ ...each, Principal: { AWS: named } })) }, 'resource'),
  );

const policySet: fc.Arbitrary<PolicySet> = fc.record(
  {
    identity: fc.array(identityPolicy, { maxLength: 3 }),
    boundary: identityPolicy,
    session: fc.array(identityPolicy, { minLength: 1, maxLength: 2 }),
    scps: fc.array(
      fc.record({
        level: fc.constantFrom('root', 'account'),
        id: fc.constant('r-1'),
        policies: fc.array(identityPolicy, { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    resource: resourcePolicy.map((each) => ({ kind: 'resource' as const, policy: each })),
  },
  { requiredKeys: [] },
);

const { alice, appSession, federated, mallory, root, ec2, anonymous } = PRINCIPALS;
const anyRequest: fc.Arbitrary<AuthorizationRequest> = fc
  .record({
    principal: fc.constantFrom<Principal>(alice, appSession, federated, mallory, root, ec2, anonymous),
    action: fc.constantFrom('s3:GetObject', 'ec2:RunInstances', 'iam:CreateUser'),
    resource: fc.constantFrom(
      '*',
      'arn:aws:s3:::bucket/key',
      'arn:aws:s3:::blue/key',
      `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`,
    ),
    context: fc.dictionary(fc.constantFrom(...KEYS), oneOrMore(...VALUES), { maxKeys: 3 }),
  })
  .map(({ context, ...rest }) => request(rest, context));

const DENY_ALL = policy({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } });

test('adding a policy that denies never turns a refusal into permission', () => {
  fc.assert(
    fc.property(anyRequest, policySet, identityPolicy, (asked, set, extra) => {
      const denies: CompiledPolicy = { ...extra, allows: [] };
      const before = decide(asked, set).effect;
      const after = decide(asked, { ...set, identity: [...(set.identity ?? []), denies] }).effect;
      assert.ok(!(before === 'deny' && after === 'allow'));
    }),
    { numRuns: 500 },
  );
});

test('nothing outweighs a deny of everything, for whoever has policies at all', () => {
  fc.assert(
    fc.property(anyRequest, policySet, (asked, set) => {
      fc.pre('accountId' in asked.principal);
      assert.equal(decide(asked, { ...set, identity: [DENY_ALL, ...(set.identity ?? [])] }).kind, 'explicit-deny');
    }),
  );
});

test('adding a policy that allows never refuses what was permitted', () => {
  fc.assert(
    fc.property(anyRequest, policySet, identityPolicy, (asked, set, extra) => {
      const allows: CompiledPolicy = { ...extra, denies: [] };
      fc.pre(decide(asked, set).effect === 'allow');
      assert.equal(decide(asked, { ...set, identity: [...(set.identity ?? []), allows] }).effect, 'allow');
    }),
    { numRuns: 300 },
  );
});

test('the order of policies and levels does not matter to the verdict', () => {
  fc.assert(
    fc.property(anyRequest, policySet, (asked, set) => {
      const turned: PolicySet = {
        ...set,
        ...(set.identity && { identity: set.identity.toReversed() }),
        ...(set.session && { session: set.session.toReversed() }),
        ...(set.scps && {
          scps: set.scps.map((level) => ({ ...level, policies: level.policies.toReversed() })).toReversed(),
        }),
      };
      assert.equal(decide(asked, turned).kind, decide(asked, set).kind);
    }),
    { numRuns: 300 },
  );
});

test('the case of keys and actions in a policy does not matter', () => {
  const upper = (written: unknown, within = ''): unknown => {
    if (Array.isArray(written)) return written.map((each) => upper(each, within));
    if (typeof written === 'string') return within.endsWith('Action') ? written.toUpperCase() : written;
    return Object.fromEntries(
      Object.entries(Object(written)).map(([key, value]) => [
        key.includes(':') && within === 'Condition' && !key.startsWith('For') ? key.toUpperCase() : key,
        upper(value, within === 'Condition' ? within : key),
      ]),
    );
  };
  fc.assert(
    fc.property(anyRequest, document, (asked, written) => {
      fc.pre('accountId' in asked.principal);
      assert.equal(
        decide(asked, { identity: [policy(upper(written))] }).kind,
        decide(asked, { identity: [policy(written)] }).kind,
      );
    }),
    { numRuns: 300 },
  );
});
