import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Fixture, Recorded, RecordedAnswer } from './fixture.ts';
import { readFixture, writeFixture } from './fixture-text.ts';

const PLAIN = { noNullPrototype: true } as const;
const header = fc.oneof(
  fc.tuple(fc.constant('content-type'), fc.constantFrom('text/plain', 'application/json')),
  fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string({ maxLength: 20 })),
);
const recorded: fc.Arbitrary<Recorded> = fc.record(
  {
    status: fc.constantFrom(200, 404, 503),
    headers: fc.array(header, { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    headerNames: fc.oneof(
      fc.constant(['Content-Type', 'Date', 'Server']),
      fc.array(fc.stringMatching(/^[A-Za-z!#$%&'*+.^_`|~0-9-]{1,12}$/), { maxLength: 4 }),
    ),
    body: fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Uint8Array.from(Buffer.from(text))),
      fc.uint8Array({ maxLength: 40 }),
      fc
        .constantFrom('yes', '1.0', '2026-01-01', ' a: b\n', '\ta\n\n', '|', '# x', 'null', '---\n', '\uFEFFx')
        .map((text) => Uint8Array.from(Buffer.from(text))),
    ),
    replaced: fc.constantFrom(undefined, 'credentials', 'user-data'),
  },
  PLAIN,
);
const answer: fc.Arbitrary<RecordedAnswer> = fc
  .tuple(recorded, fc.boolean())
  .map(([rest, isListing]) => ({ ...rest, isListing }));
const path = fc.oneof(
  fc.constantFrom('/', '/latest', '/1.0', '/latest/meta-data/tags/instance/__proto__'),
  fc.stringMatching(/^(?:\/[\w.:=@-]{1,8}){1,4}$/),
);
const fixture: fc.Arbitrary<Fixture> = fc.record(
  {
    recordedAtMs: fc.integer({ min: 0, max: Date.UTC(2099, 0, 1) }),
    source: fc.webUrl(),
    protocol: fc.constantFrom('v1', 'v2'),
    versions: fc.array(fc.constantFrom('1.0', '2021-03-23', 'latest')),
    incomplete: fc.constantFrom(undefined, 'the limit of 5 answers was reached'),
    answers: fc.array(fc.tuple(path, answer), { maxLength: 8 }).map((entries) => new Map(entries)),
    trials: fc
      .array(fc.tuple(fc.string({ maxLength: 12 }), recorded), { maxLength: 4 })
      .map((entries) => new Map(entries)),
  },
  PLAIN,
);

/** Keys that are whole numbers come first in a JavaScript object, and the file is one. */
function byPath({ answers }: Fixture): readonly unknown[] {
  return [...answers].sort(([a], [b]) => (a < b ? -1 : 1));
}

test('what is written is read again, byte for byte', () => {
  fc.assert(
    fc.property(fixture, (written) => {
      const read = readFixture(writeFixture(written));
      assert.ok(read.ok, read.ok ? '' : read.error);
      assert.deepEqual({ ...read.value, answers: byPath(read.value) }, { ...written, answers: byPath(written) });
    }),
  );
});

test('a file that is none is refused with a reason, and none of its bodies', () => {
  const reasonOf = (text: string): string => {
    const read = readFixture(text);
    return read.ok ? '' : read.error;
  };
  assert.match(reasonOf('a: ['), /^it is no YAML: /);
  assert.equal(reasonOf('instances: []'), 'it is no recording of openimds: openimdsFixture is missing');
  assert.equal(reasonOf('openimdsFixture: 2'), 'it is of format 2; this version of openimds reads format 1');
  const good = 'openimdsFixture: 1\nrecordedAt: 2026-11-22T00:00:00Z\nsource: x\nprotocol: v2\nversions: [latest]\n';
  assert.equal(
    reasonOf(`${good}answers: { /latest: { text: hush, listing: maybe } }`),
    'answers: /latest: listing: Invalid input: expected boolean, received string',
  );
  assert.match(reasonOf(`${good}answers: { latest/: { text: hush } }`), /is no path/);
  assert.match(reasonOf(`${good}answers: &a { /x: {} }\ntrials: *a`), /Alias/);
});
