import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Instance } from '#model';
import { instances } from './instance-arbitrary.test-support.ts';
import { CATEGORIES, resolve, VERSIONS } from './index.ts';

const features = fc.record({ securityCredentialsExtended: fc.boolean() });
const versions = fc.constantFrom(...VERSIONS);

describe('a crawl', () => {
  test('of any instance in any version meets no 404', () => {
    fc.assert(
      fc.property(instances, versions, features, (instance, version, features) => {
        for (const path of crawl(instance, `/${version}`, features)) {
          assert.notEqual(resolve(instance, path, features), undefined, path);
        }
      }),
    );
  });

  test('finds everything that answers, but for what is not to be listed', () => {
    fc.assert(
      fc.property(instances, versions, features, (instance, version, features) => {
        const found = new Set(crawl(instance, `/${version}`, features));
        for (const path of everyPath(instance)) {
          const answers = resolve(instance, `/${version}/${path}`, features) !== undefined;
          const listed = answers && !/network-card-index$|security-credentials-extended/.test(path);
          assert.equal(found.has(`/${version}/${path}`), listed, path);
        }
      }),
    );
  });

  test('of a version finds whatever an older version has', () => {
    fc.assert(
      fc.property(instances, versions, versions, features, (instance, one, other, features) => {
        const [older, newer] = one < other ? [one, other] : [other, one];
        const found = new Set(crawl(instance, `/${newer}`, features));
        for (const path of crawl(instance, `/${older}`, features)) {
          assert.ok(found.has(path.replace(older, newer)), path);
        }
      }),
    );
  });
});

describe('resolving', () => {
  test('never throws, and knows nothing of names that every object has', () => {
    const names = CATEGORIES.flatMap(({ path }) => path.split('/'));
    const segment = fc.oneof(
      fc.constantFrom('', '.', '..', '__proto__', 'constructor', 'toString', 'api', ...VERSIONS, ...names),
      fc.string(),
    );
    const path = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(segment).map((segments) => `/latest/${segments.join('/')}`),
      fc.array(segment).map((segments) => `/${segments.join('/')}`),
    );
    fc.assert(fc.property(instances, path, (instance, path) => void resolve(instance, path)));
  });

  test('answers 404 to inherited names, dot segments, unknown versions and the token path', () => {
    fc.assert(
      fc.property(instances, (instance) => {
        for (const path of ['', 'latest', '/latest/api', '/latest/api/token', '/2023-01-01/', '/latest/../latest']) {
          assert.equal(resolve(instance, path), undefined, path);
        }
        for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '..']) {
          assert.equal(resolve(instance, `/${name}`), undefined);
          assert.equal(resolve(instance, `/latest/${name}`), undefined);
          assert.equal(resolve(instance, `/latest/meta-data/${name}/`), undefined);
          assert.equal(resolve(instance, `/latest/meta-data/network/interfaces/macs/${name}`), undefined);
        }
      }),
    );
  });

  test('does not take an inherited name for a key', () => {
    fc.assert(
      fc.property(instances, fc.constantFrom('toString', 'valueOf', 'hasOwnProperty'), (instance, name) => {
        for (const [directory, record] of Object.entries(records(instance))) {
          const answers = resolve(instance, `/latest/${directory}/${name}`) !== undefined;
          assert.equal(answers && !Object.hasOwn(record, name), false, directory);
        }
      }),
    );
  });
});

type Features = Parameters<typeof resolve>[2];

/** Every path that following the listings leads to, as cloud-init does: `0=name` stands for the directory `0`. */
function crawl(instance: Instance, root: string, features: Features): readonly string[] {
  const directory = (path: string): readonly string[] => {
    const content = resolve(instance, path, features);
    if (content?.kind !== 'text') return [path];
    return content.text.split('\n').flatMap((line) => {
      if (path.endsWith('/public-keys')) return directory(`${path}/${line.split('=')[0]}`);
      return line.endsWith('/') ? directory(`${path}/${line.slice(0, -1)}`) : [`${path}/${line}`];
    });
  };
  return directory(root).flatMap((path) => (path.endsWith('/user-data') ? [path] : directory(path)));
}

/** Every path that the instance could have, whether it is present or not. */
function everyPath(instance: Instance): readonly string[] {
  return CATEGORIES.flatMap(({ path }) => expand(path, instance));
}

function expand(path: string, instance: Instance): readonly string[] {
  const [placeholder] = /\{[^}]+\}/.exec(path) ?? [];
  if (placeholder === undefined) return [path];
  const directory = path.slice(0, path.indexOf(placeholder) - 1);
  // An empty key leads back to the directory, which is no item.
  const keys = keysOf(directory, instance).filter((key) => key !== '');
  return keys.flatMap((key) =>
    expand(`${directory}/${key}${path.slice(directory.length + 1 + placeholder.length)}`, instance),
  );
}

function keysOf(directory: string, instance: Instance): readonly string[] {
  const record = records(instance)[directory];
  if (record !== undefined) return Object.keys(record);
  const interfaces = instance.networkInterfaces;
  if (directory.endsWith('/macs')) return interfaces.map(({ mac }) => mac);
  if (directory.endsWith('/ipv4-associations')) {
    return interfaces.flatMap(({ publicAddresses }) => publicAddresses.map(({ publicIpv4 }) => publicIpv4));
  }
  return directory.endsWith('/public-keys') ? ['0', '1'] : [instance.instanceProfile?.roleName ?? 'none'];
}

function records(instance: Instance): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return {
    'meta-data/block-device-mapping': instance.blockDevices,
    'meta-data/elastic-gpus/associations': instance.elasticGpus,
    'meta-data/elastic-inference/associations': instance.elasticInference,
    'meta-data/tags/instance': instance.tags,
    'meta-data/managed-ssh-keys/active-keys': instance.managedSshKeys?.activeKeys ?? {},
    'meta-data/managed-ssh-keys/signer-ocsp': instance.managedSshKeys?.signerOcsp ?? {},
  };
}
