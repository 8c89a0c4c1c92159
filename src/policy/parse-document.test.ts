import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePolicyDocument, policySize } from './index.ts';
import type { DocumentDemands, MalformedPolicy, PolicyKind } from './index.ts';

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const TRUST = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

function fault(
  document: unknown,
  kind: PolicyKind = 'identity',
  demands: DocumentDemands = {},
): MalformedPolicy | undefined {
  const parsed = parsePolicyDocument(document, kind, demands);
  return parsed.ok ? undefined : parsed.error;
}

/** The fault of a document of one statement, as path and message. */
function statementFault(changes: object, kind: PolicyKind = 'identity', base: object = STATEMENT): string {
  const found = fault({ Version: '2012-10-17', Statement: [{ ...base, ...changes }] }, kind);
  return found === undefined ? 'none' : `${found.path}: ${found.message}`;
}

test('text and value are read alike, one statement or several, one value or several', () => {
  const document = {
    Version: '2012-10-17',
    Id: 'x',
    Statement: [
      {
        Sid: 'A1',
        Effect: 'Deny',
        NotAction: ['s3:*', 'ec2:Run*'],
        NotResource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
        Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 'ec2:RoleDelivery': 2.5 } },
      },
    ],
  };
  const fromValue = parsePolicyDocument(document, 'identity');
  assert.deepEqual(parsePolicyDocument(JSON.stringify(document), 'identity'), fromValue);
  assert.ok(fromValue.ok);
  assert.deepEqual(fromValue.value.statements, [
    {
      sid: 'A1',
      effect: 'Deny',
      principal: undefined,
      action: { negated: true, patterns: ['s3:*', 'ec2:Run*'] },
      resource: { negated: true, patterns: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] },
      conditions: [
        { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
        { operator: 'NumericLessThan', key: 'ec2:RoleDelivery', values: ['2.5'] },
      ],
    },
  ]);
});

test('a document without version is of the old one', () => {
  const parsed = parsePolicyDocument({ Statement: STATEMENT }, 'identity');
  assert.equal(parsed.ok && parsed.value.version, '2008-10-17');
  assert.equal(
    fault({ Statement: STATEMENT }, 'identity', { minimumVersion: '2012-10-17' })?.message,
    'Policy document must be version 2012-10-17 or greater.',
  );
});

test('what is no document is refused', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"Version":"2012-10-17"}',
    '{"Version":"2012-10-17","Statement":[]}',
  ]) {
    assert.equal(fault(text)?.code, 'MalformedPolicyDocument', text);
  }
  const cyclic: Record<string, unknown> = {};
  cyclic['Statement'] = cyclic;
  for (const value of [undefined, null, 7, 7n, [], cyclic, () => STATEMENT]) assert.ok(fault(value) !== undefined);
  assert.equal(fault({ Version: '2012-10-17', Statement: STATEMENT, Statements: [] })?.path, 'Statements');
  assert.equal(fault({ Version: '2020-01-01', Statement: STATEMENT })?.path, 'Version');
});

test('a key that stands twice is refused instead of letting the last one win', () => {
  const text =
    '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","\\u0045ffect":"Allow"}}';
  assert.match(fault(text)?.detail ?? '', /"Effect" stands twice/);
  const twoStatements =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"a:{\\"","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}]}';
  assert.equal(fault(twoStatements), undefined);
});

test('a fault in a statement is placed and put in the words of IAM', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ Effect: 'allow' }, 'Statement[0].Effect: Syntax errors in policy.'],
    [{ Actions: 's3:*' }, 'Statement[0].Actions: Syntax errors in policy.'],
    [{ Action: [] }, 'Statement[0]: Policy statement must contain actions.'],
    [
      { Action: 's3' },
      'Statement[0].Action: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [{ Action: 's3:a:b' }, 'Statement[0].Action: Actions/Condition can contain only one colon.'],
    [{ Action: 's*:Get' }, 'Statement[0].Action: Vendor s* is not valid'],
    [{ Action: [7] }, 'Statement[0].Action: Syntax errors in policy.'],
    [{ NotAction: 's3:*' }, 'Statement[0].NotAction: Syntax errors in policy.'],
    [{ Resource: [] }, 'Statement[0]: Policy statement must contain resources.'],
    [{ Resource: 'bucket' }, 'Statement[0].Resource: Resource bucket must be in ARN format or "*".'],
    [
      { Resource: 'arn:amazon:s3:::b' },
      'Statement[0].Resource: Partition "amazon" is not valid for resource "arn:amazon:s3:::b".',
    ],
    [
      { Resource: 'arn:aws:s*:::b' },
      'Statement[0].Resource: Resource vendor must be fully qualified and cannot contain regexes.',
    ],
    [{ Resource: 'arn:aws:s3::b' }, 'Statement[0].Resource: The policy failed legacy parsing'],
    [{ Resource: 'arn:aws:s3:::b/${aws:username}' }, 'none'],
    [
      { Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q' },
      'Statement[0].Resource: The policy failed legacy parsing',
    ],
    [{ Principal: '*' }, 'Statement[0].Principal: Policy document should not specify a principal.'],
    [
      { Sid: 'a b' },
      'Statement[0].Sid: Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
    [{ Condition: [] }, 'Statement[0].Condition: Syntax errors in policy.'],
    [{ Condition: { StringEqual: { 'a:b': 'c' } } }, 'Statement[0].Condition.StringEqual: Syntax errors in policy.'],
    [
      { Condition: { NullIfExists: { 'a:b': 'true' } } },
      'Statement[0].Condition.NullIfExists: Syntax errors in policy.',
    ],
    [{ Condition: { StringEquals: 'x' } }, 'Statement[0].Condition.StringEquals: Syntax errors in policy.'],
    [
      { Condition: { StringEquals: { 'a:b': { c: 1 } } } },
      'Statement[0].Condition.StringEquals.a:b: Syntax errors in policy.',
    ],
    [
      { Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.O' } } },
      'Statement[0].Condition.NumericLessThan.ec2:RoleDelivery: Syntax errors in policy.',
    ],
    [
      { Condition: { DateLessThan: { 'aws:CurrentTime': '01T' } } },
      'Statement[0].Condition.DateLessThan.aws:CurrentTime: The policy failed legacy parsing',
    ],
    [
      { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/40' } } },
      'Statement[0].Condition.IpAddress.aws:SourceIp: Syntax errors in policy.',
    ],
    [{ Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*', 'b'] } } }, 'none'],
  ];
  for (const [changes, expected] of cases) assert.equal(statementFault(changes), expected, JSON.stringify(changes));
});

test('the ids of statements are unique', () => {
  const found = fault({
    Version: '2012-10-17',
    Statement: [{ ...STATEMENT, Sid: 'a' }, STATEMENT, { ...STATEMENT, Sid: 'a' }],
  });
  assert.deepEqual(
    [found?.path, found?.message],
    ['Statement[2].Sid', 'Statement IDs (SID) in a single policy must be unique.'],
  );
});

test('a trust policy names whom it trusts, with what in STS, and no resource', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{}, 'none'],
    [{ Principal: '*' }, 'none'],
    [
      {
        Principal: {
          AWS: [
            '111122223333',
            'arn:aws:iam::111122223333:role/path/app',
            'arn:aws:sts::111122223333:assumed-role/app/session',
          ],
        },
      },
      'none',
    ],
    [{ Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }, 'none'],
    [
      { Principal: { AWS: 'arn:aws:iam::111122223333:user/*' } },
      'Statement[0].Principal.AWS: Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
    ],
    [{ Principal: { AWS: 'alice' } }, 'Statement[0].Principal.AWS: Invalid principal in policy: "AWS":"alice"'],
    [
      { Principal: { Services: 'ec2.amazonaws.com' } },
      'Statement[0].Principal.Services: Invalid principal in policy: "Services"',
    ],
    [
      { Principal: { CanonicalUser: 'a'.repeat(64) } },
      'Statement[0].Principal.CanonicalUser: Invalid principal in policy: "CanonicalUser"',
    ],
    [{ Principal: 'ec2.amazonaws.com' }, 'Statement[0].Principal: Syntax errors in policy.'],
    [{ Resource: '*' }, 'Statement[0]: Has prohibited field Resource'],
    [{ Action: 's3:GetObject' }, 'Statement[0].Action: AssumeRole policy may only specify STS AssumeRole actions.'],
  ];
  for (const [changes, expected] of cases)
    assert.equal(statementFault(changes, 'trust', TRUST), expected, JSON.stringify(changes));
  const { Principal, ...unnamed } = TRUST;
  assert.equal(statementFault({}, 'trust', unnamed), 'Statement[0]: Missing required field Principal');
  assert.equal(
    statementFault({ NotPrincipal: Principal }, 'trust', unnamed),
    'Statement[0].NotPrincipal: Has prohibited field NotPrincipal',
  );
  assert.equal(
    statementFault({ NotPrincipal: { AWS: '111122223333' } }, 'resource', { ...unnamed, Resource: '*' }),
    'none',
  );
});

test('size is counted without the white space between tokens', () => {
  assert.equal(policySize('{ "a b" :\n [1 , "\\" " ] }'), '{"a b":[1,"\\" "]}'.length);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: STATEMENT });
  const spaced = document.replaceAll(':', ' :\n\t');
  const demands = { maxCharacters: document.length };
  assert.equal(fault(spaced.replaceAll(' :\n\tGet', ':Get'), 'identity', demands), undefined);
  const found = fault(document, 'identity', { maxCharacters: document.length - 1 });
  assert.deepEqual(
    [found?.code, found?.message],
    ['LimitExceeded', `Cannot exceed quota for PolicySize: ${document.length - 1}`],
  );
  assert.equal(fault(`${document}${' '.repeat(140_000)}`)?.code, 'LimitExceeded');
});

test('parsing never throws, whatever it is given', () => {
  const kinds = fc.constantFrom<PolicyKind>('identity', 'permissions-boundary', 'session', 'scp', 'resource', 'trust');
  const words = [
    'Version',
    '2012-10-17',
    'Statement',
    'Effect',
    'Allow',
    'Action',
    'Resource',
    'Principal',
    'NotPrincipal',
    'Condition',
    'AWS',
    'StringLike',
    'Null',
    'aws:x',
    '__proto__',
    '*',
    'arn:aws:s3:::${a',
  ];
  const key = fc.constantFrom(...words);
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      key,
      fc.anything(),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(fc.oneof(tree, fc.anything(), fc.json(), fc.string()), kinds, (document, kind) => {
      const parsed = parsePolicyDocument(document, kind);
      assert.equal(typeof parsed.ok, 'boolean');
    }),
    { numRuns: 2000 },
  );
});
