import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anInstance } from './an-instance.test-support.ts';
import { CASES } from './category-cases.test-support.ts';
import { CATEGORIES, resolve, VERSIONS } from './index.ts';

const EVERYTHING_ON = { securityCredentialsExtended: true };

describe('every category', () => {
  for (const { path, since, answers, given, absent } of CASES) {
    const instance = anInstance(given);
    const at = (version: string) => resolve(instance, `/${version}/${path}`, EVERYTHING_ON);

    test(`${path} answers what it promises`, () => {
      assert.deepEqual(at('latest'), answers);
      assert.deepEqual(resolve(instance, `/latest/${path}/`, EVERYTHING_ON), answers);
    });

    test(`${path} is there since ${since} and not before`, () => {
      for (const version of VERSIONS) assert.deepEqual(at(version), version < since ? undefined : answers, version);
    });

    test(`${path} has nothing below it`, () => {
      assert.equal(resolve(instance, `/latest/${path}/Code`, EVERYTHING_ON), undefined);
    });

    if (absent !== undefined) {
      test(`${path} is absent without its reason`, () => {
        assert.equal(resolve(anInstance(absent), `/latest/${path}`, EVERYTHING_ON), undefined);
      });
    }
  }

  test('has exactly one case here', () => {
    const counted = CATEGORIES.map(({ path }) => [path, CASES.filter((known) => matches(path, known.path)).length]);
    assert.deepEqual(
      counted.filter(([, count]) => count !== 1),
      [],
    );
    assert.equal(CASES.length, CATEGORIES.length);
  });

  test('that is always present is present on an instance of which nothing is said', () => {
    for (const { path, present } of CATEGORIES) {
      if (present === 'always') assert.notEqual(resolve(anInstance(), `/latest/${path}`), undefined, path);
    }
  });
});

function matches(pattern: string, path: string): boolean {
  const segments = pattern.split('/');
  const actual = path.split('/');
  return (
    segments.length === actual.length &&
    segments.every((segment, index) => segment.startsWith('{') || segment === actual[index])
  );
}
