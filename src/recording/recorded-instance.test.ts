import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ok } from '#base';
import { resolve } from '#metadata';
import type { Content } from '#metadata';
import { BUILT_IN_METADATA_OPTIONS, completeInstance } from '#model';
import type { ContentOverrides, Instance } from '#model';
import { instances } from '../metadata/instance-arbitrary.test-support.ts';
import { compareFixtures } from './compare.ts';
import type { Endpoint, Exchange } from './endpoint.ts';
import type { Fixture } from './fixture.ts';
import { DEFAULT_CRAWL_LIMITS } from './pace.ts';
import { recordedInstance } from './recorded-instance.ts';
import { survey } from './survey.ts';
import type { Survey } from './survey.ts';

function exchange(content: Content | undefined): Exchange {
  const answer = (body: string | Uint8Array, type: string): Exchange => ({
    status: 200,
    headers: [['Content-Type', type]],
    body: Buffer.from(body),
  });
  switch (content?.kind) {
    case undefined:
      return { status: 404, headers: [['Content-Type', 'text/html']], body: Buffer.from('404') };
    case 'text':
      return answer(content.text, 'text/plain');
    case 'user-data':
      return answer(Buffer.from(content.base64, 'base64'), 'application/octet-stream');
    case 'issued':
      return answer(`issued ${content.material}`, 'text/plain');
    case 'overridden': {
      const { body, contentType = 'text/plain' } = content.item;
      return answer('text' in body ? body.text : Buffer.from(body.base64, 'base64'), contentType);
    }
  }
}

/** A service that answers for an instance, without a socket. */
function endpointOf(instance: Instance): Endpoint {
  return {
    name: 'http://instance',
    ask: async ({ method, target }) =>
      ok(exchange(method === 'GET' ? resolve(instance, decodeURI(target)) : undefined)),
  };
}

async function surveyed(instance: Instance): Promise<Survey> {
  const parts = { clock: { now: () => 0 }, pause: async () => undefined };
  const found = await survey(endpointOf(instance), parts, {
    protocol: 'v1',
    versions: ['latest', '2018-09-24', '1.0'],
    userData: true,
    requireVersions: false,
    trials: false,
    progress: () => undefined,
    limits: DEFAULT_CRAWL_LIMITS,
  });
  assert.ok(found.ok);
  return found.value;
}

function replayed(fixture: Fixture): { readonly instance: Instance; readonly notes: readonly string[] } {
  const { instance, options, notes } = recordedInstance(fixture);
  const complete = completeInstance({
    ...instance,
    launchTimeMs: instance.launchTimeMs ?? 0,
    revisedAtMs: 0,
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, ...options },
  });
  return { instance: complete, notes };
}

const COMPARE = { lastModified: false, ignoredHeaders: new Set<string>(), headerForm: true };

const override = fc.oneof(
  fc.constant({ kind: 'absent' } as const),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string(),
    contentType: fc.constantFrom('text/plain', 'application/json'),
  }),
  fc
    .uint8Array({ minLength: 1 })
    .map((bytes) => ({ kind: 'bytes' as const, base64: Buffer.from(bytes).toString('base64') })),
);
const path = fc.constantFrom(
  'meta-data/ami-id',
  'meta-data/spot/instance-action',
  'meta-data/unheard/of/category',
  'meta-data/public-keys/1/openssh-key',
  '/1.0/meta-data/mac',
);
/**
 * An item in the place of a directory is taken for its listing, and shown as such only if it lists what is there; documents
 * that are issued are shown alive.
 */
const hidden = fc.tuple(
  fc.constantFrom(
    'meta-data/network',
    '/2018-09-24/dynamic',
    'dynamic/instance-identity',
    '/latest/meta-data/iam/info',
    '/1.0/meta-data',
  ),
  fc.constant({ kind: 'absent' } as const),
);
const overrides = fc
  .array(fc.oneof(fc.tuple(path, override), hidden), { maxLength: 5 })
  .map((entries): ContentOverrides => Object.fromEntries(entries));

test('whatever an instance shows, the instance of its recording shows the same', async () => {
  await fc.assert(
    fc.asyncProperty(instances, overrides, async (arbitrary, said) => {
      const { fixture } = await surveyed({ ...arbitrary, overrides: said });
      const { instance, notes } = replayed(fixture);
      const again = await surveyed(instance);
      assert.deepEqual(compareFixtures(fixture, again.fixture, COMPARE).differences, []);
      assert.deepEqual(notes, []);
    }),
  );
});

test('an ordinary instance needs no override', async () => {
  const [sample] = fc.sample(instances, { numRuns: 1, seed: 1 });
  assert.ok(sample);
  const instance = completeInstance({
    ...replayed((await surveyed(sample)).fixture).instance,
    overrides: undefined,
    tags: { Name: 'web' },
    userDataBase64: 'eA==',
    keyPair: { name: 'mine', publicKey: 'ssh-rsa AAAA mine' },
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, instanceMetadataTags: 'enabled' },
  });
  assert.equal(replayed((await surveyed(instance)).fixture).instance.overrides, undefined);
});

test('what is listed but does not answer is neither shown nor listed, and that is said', async () => {
  const answers = new Map(
    Object.entries({ '/latest': 'meta-data', '/latest/meta-data': 'ami-id\ngone\nmac' }).map(([at, text]) => [
      at,
      { status: 200, headers: {}, headerNames: [], body: Buffer.from(text), replaced: undefined, isListing: true },
    ]),
  );
  const item = { headers: {}, headerNames: [], replaced: undefined, isListing: false };
  answers.set('/latest/meta-data/ami-id', { ...item, status: 200, body: Buffer.from('ami-1') });
  answers.set('/latest/meta-data/gone', { ...item, status: 500, body: Buffer.from('oops') });
  const fixture: Fixture = {
    recordedAtMs: 0,
    source: 'x',
    protocol: 'v2',
    versions: ['latest'],
    incomplete: undefined,
    answers,
    trials: new Map([
      ['no token', { status: 401, headers: {}, headerNames: [], body: Buffer.from(''), replaced: undefined }],
    ]),
  };
  const { instance, notes } = replayed(fixture);
  assert.deepEqual(resolve(instance, '/latest/meta-data'), { kind: 'text', text: 'ami-id\nmac' });
  assert.match(notes.join('\n'), /latest\/meta-data\/gone answered 500; that is not shown again/);
  assert.match(notes.join('\n'), /\/latest\/meta-data\/ lists what does not answer/);
  assert.equal(instance.metadataOptions.httpTokens, 'required');
  assert.equal(resolve(instance, '/latest/dynamic/instance-identity/document'), undefined);
});
