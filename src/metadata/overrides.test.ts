import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { ContentOverride, ContentOverrides, Instance } from '#model';
import { anInstance } from './an-instance.test-support.ts';
import { instances } from './instance-arbitrary.test-support.ts';
import { CATEGORIES, identityDocument, resolve, VERSIONS } from './index.ts';

const text = (words: string): ContentOverride => ({ kind: 'text', text: words });
const ABSENT: ContentOverride = { kind: 'absent' };
const listing = (words: string): ContentOverride => ({ kind: 'listing', text: words });

function answers(instance: Instance, path: string): string | undefined {
  const content = resolve(instance, path);
  if (content?.kind === 'overridden') return 'text' in content.item.body ? content.item.body.text : 'bytes';
  return content?.kind === 'text' ? content.text : content?.kind;
}

function overridden(overrides: ContentOverrides): Instance {
  return anInstance({ overrides });
}

describe('an override', () => {
  test('gives an item other words, a new item a place in the listing, and a category no place at all', () => {
    const instance = overridden({
      'meta-data/ami-id': text('quux'),
      'meta-data/kernel-id': text('aki-1'),
      'meta-data/zoo/lion': text('roars'),
      'meta-data/identity-credentials': ABSENT,
    });
    assert.equal(answers(instance, '/latest/meta-data/ami-id/'), 'quux');
    assert.equal(answers(instance, '/1.0/meta-data/zoo/lion'), 'roars');
    assert.equal(answers(instance, '/latest/meta-data/identity-credentials/ec2/info'), undefined);
    const lines = answers(instance, '/latest/meta-data')?.split('\n') ?? [];
    assert.deepEqual(lines.slice(-2), ['system', 'zoo/']);
    assert.ok(lines.includes('kernel-id') && !lines.includes('identity-credentials/'));
    assert.equal(lines.indexOf('kernel-id') + 1, lines.indexOf('local-hostname'));
    assert.equal(answers(instance, '/latest/meta-data/ami-id/more'), undefined);
  });

  test('of one version goes before one of all, and hides what is below it but for deeper ones', () => {
    const instance = overridden({
      'meta-data/placement': ABSENT,
      'meta-data/placement/region': text('mars-north-1'),
      '/2021-03-23/meta-data/placement/region': text('moon-south-1'),
    });
    assert.equal(answers(instance, '/latest/meta-data/placement/'), 'region');
    assert.equal(answers(instance, '/latest/meta-data/placement/region'), 'mars-north-1');
    assert.equal(answers(instance, '/2021-03-23/meta-data/placement/region'), 'moon-south-1');
  });

  test('of a listing holds for as long as it names what is there, in any order and spelling', () => {
    const key = { name: 'mine', publicKey: 'ssh-rsa AAAA' };
    const overrides = { 'meta-data/public-keys': listing('0/\n'), dynamic: listing('fws\ninstance-identity/') };
    assert.equal(answers(anInstance({ keyPair: key, overrides }), '/latest/meta-data/public-keys'), '0/\n');
    assert.equal(answers(anInstance({ keyPair: key, overrides }), '/latest/dynamic'), 'instance-identity/');
    assert.equal(answers(anInstance({ overrides }), '/latest/meta-data/public-keys'), undefined);
  });

  test('of the root says which versions there are', () => {
    const instance = overridden({ '/': listing('latest\n2099-01-01') });
    assert.equal(answers(instance, '/'), 'latest\n2099-01-01');
    assert.equal(answers(instance, '/2024-04-11/meta-data/ami-id'), undefined);
    assert.notEqual(answers(instance, '/2099-01-01/meta-data/tags/..'), 'x');
    assert.notEqual(answers(instance, '/2099-01-01/meta-data/system'), undefined);
  });

  test('of the identity document is what is signed', () => {
    assert.equal(identityDocument(overridden({ 'dynamic/instance-identity/document': text('{}') })), '{}');
    assert.match(identityDocument(overridden({ 'meta-data/mac': text('x') })), /"accountId"/);
  });
});

const paths = CATEGORIES.map(({ path }) => path.replaceAll(/\{[^}]+\}/g, 'web-role'));
const directories = paths.flatMap((path) => path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/')));
const path = fc.oneof(
  fc.constantFrom(...paths, ...directories),
  fc
    .array(fc.constantFrom('meta-data', 'dynamic', 'a', 'a=b', '0', '__proto__', 'spot'), { minLength: 1 })
    .map((parts) => parts.join('/')),
);
const versionedPath = fc.oneof(
  path,
  fc.tuple(fc.constantFrom('latest', '2021-03-23'), path).map(([version, below]) => `/${version}/${below}`),
);
const override: fc.Arbitrary<ContentOverride> = fc.oneof(
  fc.constant(ABSENT),
  fc.string().map(text),
  fc.array(fc.constantFrom('ami-id', 'a/', '0=a', 'meta-data')).map((lines) => listing(lines.join('\n'))),
);
const overriddenInstances = fc
  .tuple(instances, fc.array(fc.tuple(versionedPath, override), { maxLength: 12 }))
  .map(([instance, entries]): Instance => ({ ...instance, overrides: Object.fromEntries(entries) }));

test('whatever is overridden, a crawl meets no 404 and finds every category that answers', () => {
  fc.assert(
    fc.property(overriddenInstances, fc.constantFrom(...VERSIONS), (instance, version) => {
      const versions = answers(instance, '/')?.split('\n') ?? [];
      assert.equal(versions.includes(version), resolve(instance, `/${version}`) !== undefined);
      const found = new Set(versions.includes(version) ? crawl(instance, `/${version}`, 0) : []);
      for (const each of found) assert.notEqual(resolve(instance, each), undefined, each);
      for (const each of paths.filter((name) => !/network-card-index|extended/.test(name))) {
        const isThere = resolve(instance, `/${version}/${each}`) !== undefined;
        assert.equal(found.has(`/${version}/${each}`), isThere, each);
      }
    }),
  );
});

/** Follows listings, and takes for a directory what is listed as one or stands where EC2 writes no slash. */
function crawl(instance: Instance, at: string, depth: number): readonly string[] {
  const content = resolve(instance, at);
  if (content?.kind !== 'text') return [at];
  return [at, ...content.text.split('\n').flatMap((line) => follow(instance, at, line, depth))];
}

function follow(instance: Instance, at: string, line: string, depth: number): readonly string[] {
  const name = line.endsWith('/') ? line.slice(0, -1) : line;
  const isKey = at.endsWith('/public-keys') && resolve(instance, `${at}/${name}`) === undefined;
  const below = `${at}/${isKey ? name.split('=', 1)[0] : name}`;
  const isDirectory = line.endsWith('/') || isKey || depth === 0;
  return isDirectory && name !== 'user-data' ? crawl(instance, below, depth + 1) : [below];
}
