import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesPath, pathPatternProblem } from './path-pattern.ts';

const CREDENTIALS = '/latest/meta-data/iam/security-credentials/app-role';

test('a pattern with a slash in front means whole paths, any other what is below a version', () => {
  assert.ok(matchesPath('/latest/api/token', '/latest/api/token'));
  assert.ok(!matchesPath('/latest/api/token', '/2021-03-23/api/token'));
  assert.ok(matchesPath('meta-data/instance-id', '/latest/meta-data/instance-id'));
  assert.ok(matchesPath('meta-data/instance-id', '/1.0/meta-data/instance-id'));
  assert.ok(!matchesPath('instance-id', '/latest/meta-data/instance-id'));
  assert.ok(!matchesPath('meta-data', '/meta-data'));
});

test('stars stay in their segment unless there are two of them', () => {
  assert.ok(matchesPath('meta-data/iam/*/*', CREDENTIALS));
  assert.ok(!matchesPath('meta-data/iam/*', CREDENTIALS));
  assert.ok(matchesPath('meta-data/iam/**', CREDENTIALS));
  assert.ok(matchesPath('**/app-role', CREDENTIALS));
  assert.ok(matchesPath('meta-data/**/app-*', CREDENTIALS));
  assert.ok(matchesPath('/**', '/'));
  assert.ok(matchesPath('meta-data/ami-?d', '/latest/meta-data/ami-id'));
  assert.ok(!matchesPath('meta-data/ami-?', '/latest/meta-data/ami-id'));
});

test('a folder is among what is in it, and a slash at the end means nothing', () => {
  for (const path of ['/latest/meta-data', '/latest/meta-data/', '/latest/meta-data/ami-id'])
    assert.ok(matchesPath('meta-data/**', path), path);
  assert.ok(matchesPath('meta-data/ami-id/', '/latest/meta-data/ami-id'));
});

test('two stars are a segment of their own', () => {
  assert.match(pathPatternProblem('meta-data/ami**') ?? '', /segment of its own/);
  assert.match(pathPatternProblem('meta-data/a b') ?? '', /visible/);
  assert.equal(pathPatternProblem('/**/x*/?'), undefined);
});

const piece = fc.constantFrom('a', 'b', '*', '?', '**');
const pattern = fc
  .array(
    fc.oneof(
      piece,
      fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((all) => all.join('')),
    ),
    {
      maxLength: 6,
    },
  )
  .map((segments) => segments.filter((segment) => segment === '**' || !segment.includes('**')).join('/'));
const path = fc.array(fc.stringMatching(/^[ab]{1,4}$/), { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);

test('it agrees with regular expressions, which may take for ever', () => {
  const toRegExp = (text: string): RegExp => {
    const segments = text.split('/').filter((segment) => segment !== '');
    const body = segments.map((segment) =>
      segment === '**'
        ? '(?:/[^/]+)*'
        : `/(?=[^/])${segment.replaceAll(/[*?]/g, (character) => (character === '*' ? '[^/]*' : '[^/]'))}`,
    );
    return new RegExp(`^${body.join('')}/?$`);
  };
  fc.assert(
    fc.property(pattern, path, (given, asked) => {
      assert.equal(matchesPath(`/${given}`, asked), toRegExp(given).test(asked), `${given} on ${asked}`);
    }),
  );
});

test('a hostile pattern takes no time', () => {
  assert.ok(!matchesPath(`/${'*a'.repeat(120)}b`, `/${'a'.repeat(8000)}`));
  assert.ok(!matchesPath(`/${'**/a/'.repeat(40)}b`, `/${'a/'.repeat(4000)}`));
});
