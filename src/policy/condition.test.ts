import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCondition, holds, requestContext } from './condition.ts';

type Values = string | readonly string[];

/** Whether `operator` holds between the policy's values and the request's; undefined actual means the key is missing. */
function satisfied(
  operator: string,
  expected: Values,
  actual: Values | undefined,
  others: Record<string, Values> = {},
): boolean {
  const values = typeof expected === 'string' ? [expected] : expected;
  const entries = Object.entries(actual === undefined ? others : { ...others, 'test:Key': actual });
  const context = requestContext(entries);
  const lookup = (key: string): string | undefined => {
    const found = context.get(key);
    return found?.length === 1 ? found[0] : undefined;
  };
  return holds(compileCondition({ operator, key: 'Test:KEY', values }, true), context, lookup);
}

/** Operator, value in the policy, values that satisfy it, values that do not. */
const TRUTH: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['StringEquals', 'required', ['required'], ['Required', 'optional', '']],
  ['StringEquals', 're*', ['re*'], ['required']],
  ['StringEqualsIgnoreCase', 'Required', ['required', 'REQUIRED'], ['require']],
  ['StringLike', 'ec2-*-admin?', ['ec2-imds-admins', 'ec2--admin1'], ['ec2-imds-admin', 'EC2-imds-admins']],
  ['StringLike', 'a${*}b${?}${$}', ['a*b?$'], ['axb?$', 'a*bx$']],
  ['NumericEquals', '2.0', ['2', '2.0', '+2.00', '0.2e1'], ['2.1', '-2', 'two', '', '0x2']],
  ['NumericLessThan', '2.0', ['1.0', '1.999', '-7'], ['2.0', '2', '10']],
  ['NumericLessThanEquals', '2', ['2.0', '1'], ['2.01']],
  ['NumericGreaterThan', '3', ['4', '64', '3.5'], ['3', '2', '03', 'many']],
  ['NumericGreaterThanEquals', '3', ['3', '4'], ['2.9']],
  ['DateEquals', '2026-07-04T12:00:00Z', ['2026-07-04T14:00:00+02:00', '1783166400'], ['2026-07-04T12:00:01Z']],
  ['DateLessThan', '2026-07-04', ['2026-07-03T23:59:59Z', '0'], ['2026-07-04T00:00:00Z', 'yesterday']],
  ['DateLessThanEquals', '2026-07-04', ['2026-07-04T00:00:00Z'], ['2026-07-04T00:00:01Z']],
  ['DateGreaterThan', '2026-07-04', ['2026-07-04T00:00:00.001Z'], ['2026-07-04T00:00:00Z']],
  ['DateGreaterThanEquals', '2026-07-04', ['2026-07-04T00:00:00Z'], ['2026-07-03']],
  ['Bool', 'true', ['true', 'TRUE'], ['false', '', '1']],
  ['Bool', 'False', ['false'], ['true']],
  ['BinaryEquals', 'QmluYXJ5', ['QmluYXJ5'], ['qmluYXJ5', 'QmluYXJ6']],
  ['BinaryEquals', 'QmluYQ==', ['QmluYQ==', 'QmluYQ'], ['QmluYg==']],
  ['IpAddress', '203.0.113.0/24', ['203.0.113.9', '::ffff:203.0.113.9'], ['203.0.114.1', '2001:db8::1', 'somewhere']],
  ['IpAddress', '2001:DB8:1234:5678::/64', ['2001:db8:1234:5678::1'], ['2001:db8:1234:5679::1', '203.0.113.9']],
  [
    'ArnLike',
    'arn:aws:ec2:*:*:instance/i-1?',
    ['arn:aws:ec2:us-east-1:1:instance/i-12'],
    ['arn:aws:ec2:us-east-1:1:instance/i-1'],
  ],
  [
    'ArnEquals',
    'arn:aws:x:*:1:finance/*',
    ['arn:aws:x:eu:1:finance/a:b/c'],
    ['arn:aws:x:eu:9:store/a:1:finance/d', 'finance/a'],
  ],
  ['ArnLike', 'arn:aws:iam::*', ['arn:aws:iam::1:role/a'], ['arn:aws:sts::1:role/a']],
];

const NEGATION: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringLike: 'StringNotLike',
  NumericEquals: 'NumericNotEquals',
  DateEquals: 'DateNotEquals',
  IpAddress: 'NotIpAddress',
  ArnLike: 'ArnNotLike',
  ArnEquals: 'ArnNotEquals',
};

for (const [operator, expected, matching, differing] of TRUTH) {
  test(`${operator} "${expected}" tells its matches from others, and its negation the reverse`, () => {
    const opposite = NEGATION[operator];
    for (const [values, truth] of [
      [matching, true],
      [differing, false],
    ] as const) {
      for (const actual of values) {
        assert.equal(satisfied(operator, expected, actual), truth, actual);
        if (opposite !== undefined) assert.equal(satisfied(opposite, expected, actual), !truth, `not ${actual}`);
      }
    }
  });

  test(`${operator} "${expected}" fails for a missing key, unless negated or IfExists`, () => {
    assert.equal(satisfied(operator, expected, undefined), false);
    assert.equal(satisfied(operator, expected, []), false);
    assert.equal(satisfied(`${operator}IfExists`, expected, undefined), true);
    const opposite = NEGATION[operator];
    if (opposite === undefined) return;
    assert.equal(satisfied(opposite, expected, undefined), true);
    assert.equal(satisfied(`${opposite}IfExists`, expected, undefined), true);
  });
}

test('the values of a policy are alternatives, and all of them are excluded by a negated operator', () => {
  assert.equal(satisfied('StringEquals', ['a', 'b'], 'b'), true);
  assert.equal(satisfied('StringNotEquals', ['a', 'b'], 'b'), false);
  assert.equal(satisfied('StringNotEquals', ['a', 'b'], 'c'), true);
  assert.equal(satisfied('StringEquals', [], 'a'), false);
});

test('Null asks for absence with true and for presence with false', () => {
  assert.equal(satisfied('Null', 'true', undefined), true);
  assert.equal(satisfied('Null', 'true', []), true);
  assert.equal(satisfied('Null', 'true', ''), false);
  assert.equal(satisfied('Null', 'false', 'x'), true);
  assert.equal(satisfied('Null', 'false', undefined), false);
  assert.equal(satisfied('Null', ['true', 'false'], undefined), true);
});

test('ForAllValues wants every value to match and is content with none', () => {
  assert.equal(satisfied('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a']), true);
  assert.equal(satisfied('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c']), false);
  assert.equal(satisfied('ForAllValues:StringEquals', 'a', undefined), true);
  assert.equal(satisfied('ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd']), true);
  assert.equal(satisfied('ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a']), false);
});

test('ForAnyValue wants one value to match and is never content with none, unless IfExists', () => {
  assert.equal(satisfied('ForAnyValue:StringLike', ['a*'], ['b', 'ab']), true);
  assert.equal(satisfied('ForAnyValue:StringLike', ['a*'], ['b', 'c']), false);
  assert.equal(satisfied('ForAnyValue:StringLike', ['a*'], undefined), false);
  assert.equal(satisfied('ForAnyValue:StringLikeIfExists', ['a*'], undefined), true);
  assert.equal(satisfied('ForAnyValue:StringNotEquals', ['a'], ['a', 'b']), true);
  assert.equal(satisfied('ForAnyValue:StringNotEquals', ['a'], ['a']), false);
  assert.equal(satisfied('ForAnyValue:StringNotEquals', ['a'], undefined), false);
});

test('several values without a set operator match if one of them does, and a negated operator wants none to', () => {
  assert.equal(satisfied('StringEquals', 'a', ['a', 'b']), true);
  assert.equal(satisfied('StringNotEquals', 'a', ['a', 'b']), false);
});

test('policy variables take their value from the context, their default, or match nothing', () => {
  const others = { 'aws:PrincipalTag/Team': 'blue*', 'aws:username': 'Alice', 'aws:TagKeys': ['a', 'b'] };
  assert.equal(satisfied('StringEquals', 'x-${AWS:principaltag/team}', 'x-blue*', others), true);
  assert.equal(
    satisfied('StringLike', 'x-${aws:PrincipalTag/Team}', 'x-blueberry', others),
    false,
    'no wildcard from a value',
  );
  assert.equal(satisfied('StringLike', "x-${aws:PrincipalTag/None, 'all'}*", 'x-all-1', others), true);
  assert.equal(satisfied('StringEquals', '${aws:PrincipalTag/None}', '', others), false);
  assert.equal(satisfied('StringNotEquals', '${aws:PrincipalTag/None}', 'x', others), true);
  assert.equal(
    satisfied('StringEquals', '${aws:TagKeys}', 'a', others),
    false,
    'a key of several values is no variable',
  );
  assert.equal(satisfied('StringEqualsIgnoreCase', '${aws:username}', 'aLICE', others), true);
  assert.equal(satisfied('ArnLike', 'arn:aws:s3:::${aws:PrincipalTag/None}', 'arn:aws:s3:::b', others), false);
  assert.equal(satisfied('Bool', '${aws:PrincipalTag/None}', 'true', others), false);
  assert.equal(satisfied('StringEquals', '${unclosed', '${unclosed', others), true);
});

test('in the old version of the language variables are text', () => {
  const clause = { operator: 'StringEquals', key: 'test:key', values: ['${aws:username}'] };
  const context = requestContext([
    ['test:key', '${aws:username}'],
    ['aws:username', 'alice'],
  ]);
  const lookup = (): string => 'alice';
  assert.equal(holds(compileCondition(clause, false), context, lookup), true);
  assert.equal(holds(compileCondition(clause, true), context, lookup), false);
});
