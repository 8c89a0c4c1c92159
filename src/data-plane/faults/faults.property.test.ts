// Whatever faults there are, a request they do not hit is answered as if there were none, to the byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deriveInstanceId } from '#model';
import { bodyOf, EngineBench, get, putFault, putInstance, request, statusOf } from '../a-plane.test-support.ts';

const PROFILE = {
  name: 'app-role',
  arn: 'arn:aws:iam::123456789012:instance-profile/app-role',
  id: 'AIPAEXAMPLE',
  status: 'ready',
  roleName: 'app-role',
  roleId: 'AROAEXAMPLE',
  roleArn: 'arn:aws:iam::123456789012:role/app-role',
} as const;
const INSTANCES = [
  putInstance('a', { instanceProfile: PROFILE, tags: { team: 'web' }, options: { instanceMetadataTags: 'enabled' } }),
];
const SOMEWHERE = ['meta-data/iam/**', '/latest/meta-data/m*', 'dynamic/**', '/latest/api/token', 'user-data', '/1.0'];

const effect = fc.constantFrom<Readonly<Record<string, unknown>>>(
  { latency: '10ms..2s' },
  { stall: 'forever' },
  { stall: '1s after 3' },
  { reset: true },
  { reset: 'after 3' },
  { refuse: true },
  { status: 503 },
  { status: { code: 429, retryAfter: 1, body: 'x' } },
  { truncate: 3 },
  { garbage: true },
  { drip: 100 },
  { tokenLife: '1s' },
  { credentials: 'expired' },
  { credentials: 'missing' },
  { credentials: 'InstanceProfileNotFound' },
  { clockSkew: '-1d' },
);
const selection = fc.record(
  {
    instances: fc.constantFrom([deriveInstanceId('a')], [deriveInstanceId('b')]),
    tags: fc.constantFrom({ team: 'web' }, { team: 'other' }),
    paths: fc.uniqueArray(fc.constantFrom(...SOMEWHERE), { minLength: 1, maxLength: 3 }),
    methods: fc.uniqueArray(fc.constantFrom('GET', 'PUT', 'HEAD'), { minLength: 1 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
    skip: fc.nat(3),
    count: fc.integer({ min: 1, max: 4 }),
    from: fc.constantFrom('2026-11-22T11:00:00Z', '2026-11-23T00:00:00Z'),
  },
  { requiredKeys: [] },
);
const faults = fc.array(
  fc.tuple(effect, effect, selection).map((parts): Record<string, unknown> => Object.assign({}, ...parts)),
  { minLength: 1, maxLength: 4 },
);
const asked = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'PUT', 'OPTIONS', 'POST'),
  target: fc.constantFrom(
    '/',
    '/latest/',
    '/1.0/',
    '/latest/meta-data/',
    '/latest/meta-data/mac',
    '/latest//meta-data/iam/info',
    '/latest/meta-data/iam/security-credentials/app-role',
    '/latest/dynamic/instance-identity/document',
    '/latest/user-data',
    '/latest/api/token',
    '/%zz',
  ),
  keep: fc.boolean(),
});

/** Nonces and what depends on the keys of a bench cannot be the same twice. */
const comparable = (answer: string): string => answer.replace(/[\w-]{54}==$/, '<token>');

test('a request that no fault has hit is answered byte for byte as without faults', () => {
  fc.assert(
    fc.property(faults, fc.array(asked, { minLength: 1, maxLength: 8 }), (declared, requests) => {
      const plain = new EngineBench(INSTANCES);
      const faulty = new EngineBench([...INSTANCES, ...declared.map((each, at) => putFault(`f${at}`, each))]);
      for (const { method, target, keep } of requests) {
        const headers = ['X-aws-ec2-metadata-token-ttl-seconds: 60', ...(keep ? ['Connection: keep-alive'] : [])];
        const text = request(method, target, headers);
        const hitBefore = faulty.hits;
        const answer = faulty.exchange(text);
        if (faulty.hits === hitBefore)
          assert.equal(comparable(answer), comparable(plain.exchange(text)), `${method} ${target}`);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a fault that concerns another instance, method, path or time hits nothing', () => {
  const elsewhere = fc.constantFrom<Readonly<Record<string, unknown>>>(
    { instances: [deriveInstanceId('b')] },
    { tags: { team: 'web', stage: 'live' } },
    { methods: ['PUT'] },
    { paths: ['meta-data/iam/**', '/latest/mac'] },
    { share: 0 },
    { from: '2026-11-22T12:00:01Z' },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(effect, elsewhere), { minLength: 1, maxLength: 4 }), (declared) => {
      const puts = declared.map((parts, at) => putFault(`f${at}`, Object.assign({}, ...parts)));
      const bench = new EngineBench([...INSTANCES, ...puts]);
      assert.equal(
        bench.exchange(get('/latest/meta-data/mac')),
        new EngineBench(INSTANCES).exchange(get('/latest/meta-data/mac')),
      );
      assert.equal(bench.hits, 0);
    }),
  );
});

/** Every path that the listings below `path` lead to, folders too, with what they answer. */
function crawl(bench: EngineBench, path: string, isFaulty: (path: string) => boolean): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = (folder: string): void => {
    if (isFaulty(folder)) return;
    const answer = bench.exchange(get(folder));
    found.set(folder, statusOf(answer));
    if (statusOf(answer) !== 200 || !folder.endsWith('/')) return;
    for (const line of bodyOf(answer).split('\n')) {
      const name = folder.endsWith('/public-keys/') ? `${line.split('=')[0]}/` : line;
      visit(`${folder}${name}`);
    }
  };
  visit(path);
  return found;
}

test('what is listed answers 200 and what is not answers 404 wherever no fault selects', () => {
  const areas = {
    'meta-data/iam/**': '/meta-data/iam',
    'meta-data/m*': '/meta-data/m',
    'meta-data/tags/**': '/meta-data/tags',
  };
  const area = fc.constantFrom(...(Object.keys(areas) as (keyof typeof areas)[]));
  const declared = fc.array(fc.tuple(effect, area), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(declared, fc.constantFrom('latest', '2021-03-23', '2009-04-04'), (chosen, version) => {
      const puts = chosen.map(([what, path], at) => putFault(`f${at}`, { ...what, paths: [path] }));
      const bench = new EngineBench([...INSTANCES, ...puts]);
      const isFaulty = (path: string): boolean => chosen.some(([, at]) => path.startsWith(`/${version}${areas[at]}`));
      const found = crawl(bench, `/${version}/meta-data/`, isFaulty);
      const expected = crawl(new EngineBench(INSTANCES), `/${version}/meta-data/`, isFaulty);
      assert.deepEqual(found, expected);
      assert.deepEqual([...new Set(found.values())], [200]);
      assert.equal(statusOf(bench.exchange(get(`/${version}/meta-data/nothing`))), 404);
      assert.equal(bench.hits, 0);
    }),
    { numRuns: 50 },
  );
});
