import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Duplex } from 'node:stream';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Answer } from './answer.ts';
import { AnswerWriter } from './answer-writer.ts';
import type { Profile } from './answer-writer.ts';
import { LEGACY_REFUSALS, REFUSALS } from './fixed-answer.ts';
import { Framing } from './framing.ts';
import { httpDate } from './http-date.ts';
import { prepareItem } from './prepared-item.ts';
import type { Refusal } from './refusal.ts';

const TIME_MS = Date.parse('2024-06-27T22:31:31Z');
const LAST_MODIFIED = 'Thu, 27 Jun 2024 22:17:40 GMT';

function writerFor(profile: Profile): AnswerWriter {
  const writer = new AnswerWriter((length) => Buffer.alloc(length, 0xee), profile);
  writer.setTime(TIME_MS);
  return writer;
}

function rendered(answer: Answer, framing: Partial<Framing> = {}, profile: Profile = 'modern'): string {
  const writer = writerFor(profile);
  writer.write(answer, Object.assign(new Framing(), framing));
  return writer.bytes.latin1Slice(0, writer.length);
}

function item(body: Uint8Array): Answer {
  return { kind: 'item', item: prepareItem(body, 'text/plain', LAST_MODIFIED, Buffer.allocUnsafeSlow) };
}

describe('single answers', () => {
  test('HEAD has the headers of GET and no body, for pages and tokens too', () => {
    const answers: Answer[] = [item(Buffer.from('body')), { kind: 'refusal', refusal: 'not-found' }];
    for (const answer of answers) {
      for (const profile of ['modern', 'legacy'] as const) {
        const [head] = rendered(answer, {}, profile).split('\r\n\r\n');
        assert.equal(rendered(answer, { headOnly: true }, profile), `${head}\r\n\r\n`);
      }
    }
  });

  test('each refusal has the status EC2 gives it', () => {
    const statuses: Record<Refusal, string> = {
      malformed: '400 Bad Request',
      'ttl-missing': '400 Bad Request',
      'ttl-invalid': '400 Bad Request',
      'token-required': '401 Unauthorized',
      'token-invalid': '401 Unauthorized',
      'endpoint-disabled': '403 Forbidden',
      forwarded: '403 Forbidden',
      'put-outside-token-path': '403 Forbidden',
      'not-found': '404 Not Found',
      'token-path-method': '405 Not Allowed',
      'method-not-allowed': '405 Not Allowed',
      'body-too-large': '413 Content Too Large',
      'target-too-long': '414 URI Too Long',
      'head-too-large': '431 Request Header Fields Too Large',
      'transfer-encoding': '501 Not Implemented',
      throttled: '503 Service Unavailable',
      unavailable: '503 Service Unavailable',
      'http-version': '505 HTTP Version Not Supported',
    };
    for (const [refusal, status] of Object.entries(statuses) as [Refusal, string][]) {
      const answer = { kind: 'refusal', refusal } as const;
      assert.ok(rendered(answer).startsWith(`HTTP/1.1 ${status}\r\n`), refusal);
      assert.ok(rendered(answer, {}, 'legacy').startsWith(`HTTP/1.0 ${status}\r\n`), refusal);
    }
  });

  test('the pages have the lengths that were seen', () => {
    assert.equal(REFUSALS['not-found'].page?.length, 339);
    assert.equal(REFUSALS['ttl-missing'].page?.length, 343);
    assert.equal(LEGACY_REFUSALS['token-required'].page?.length, 345);
    assert.equal(REFUSALS['token-required'].page, undefined);
  });

  test('a method that is not allowed is told which are', () => {
    assert.match(rendered({ kind: 'refusal', refusal: 'method-not-allowed' }), /\r\nAllow: GET, HEAD, OPTIONS\r\n/);
    assert.match(rendered({ kind: 'allow', allow: 'metadata' }), /^HTTP\/1.1 200 OK\r\nAllow: GET, HEAD, OPTIONS\r\n/);
    assert.match(
      rendered({ kind: 'allow', allow: 'token' }, {}, 'legacy'),
      /^HTTP\/1.0 200 OK\r\nAllow: OPTIONS, PUT\r\n/,
    );
  });

  test('HTTP/1.0 and the legacy responder always close', () => {
    assert.match(rendered(item(Buffer.alloc(0)), { http10: true, keepAlive: true }), /\r\nConnection: close\r\n/);
    assert.match(rendered(item(Buffer.alloc(0)), { keepAlive: true }, 'legacy'), /\r\nConnection: close\r\n/);
    assert.doesNotMatch(rendered(item(Buffer.alloc(0)), { keepAlive: true }), /Connection/);
  });

  test('a new token tells its own life, not that of a token that came along', () => {
    for (const profile of ['modern', 'legacy'] as const) {
      const text = rendered({ kind: 'token', token: 'abc', ttlSeconds: 60 }, { remainingTtlSeconds: 7 }, profile);
      assert.deepEqual(text.match(/Ttl-Seconds: .*/g), ['Ttl-Seconds: 60']);
      assert.match(text, /\r\nContent-Length: 3\r\n[^]*\r\n\r\nabc$/);
    }
  });

  test('the legacy responder cannot satisfy a range behind the end', () => {
    const text = rendered(item(Buffer.from('0123')), { range: 'bytes=4-' }, 'legacy');
    assert.match(text, /^HTTP\/1.0 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes \*\/4\r\n/);
    assert.match(rendered(item(Buffer.from('0123')), { range: 'bytes=4-' }), /^HTTP\/1.1 200 OK\r\n/);
  });
});

describe('the writer', () => {
  test('sets the date anew with each second and not before', () => {
    const writer = writerFor('modern');
    const dateAt = (timeMs: number): string | undefined => {
      writer.setTime(timeMs);
      writer.clear();
      writer.write({ kind: 'refusal', refusal: 'token-required' }, new Framing());
      return /Date: (.*)\r/.exec(writer.bytes.latin1Slice(0, writer.length))?.[1];
    };
    assert.equal(dateAt(TIME_MS + 999), 'Thu, 27 Jun 2024 22:31:31 GMT');
    assert.equal(dateAt(TIME_MS + 1000), 'Thu, 27 Jun 2024 22:31:32 GMT');
    assert.equal(dateAt(TIME_MS), 'Thu, 27 Jun 2024 22:31:31 GMT');
    assert.equal(dateAt(0), 'Thu, 01 Jan 1970 00:00:00 GMT');
  });

  test('keeps pipelined answers side by side, however many, until cleared', () => {
    for (const profile of ['modern', 'legacy'] as const) {
      const writer = writerFor(profile);
      const answers = [
        item(Buffer.alloc(16_384, 'u')),
        { kind: 'refusal', refusal: 'not-found' } as const,
        item(Buffer.alloc(0)),
      ];
      const framing = new Framing();
      for (let round = 0; round < 20; round++) for (const answer of answers) writer.write(answer, framing);
      const once = answers.map((answer) => rendered(answer, {}, profile)).join('');
      assert.equal(writer.bytes.latin1Slice(0, writer.length), once.repeat(20));
      writer.clear();
      assert.equal(writer.length, 0);
    }
  });
});

interface Received {
  readonly version: string;
  readonly status: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** What Node's client makes of `bytes` as the answer to `method`. */
function receivedByNode(bytes: Uint8Array, method: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const client = request({ method, createConnection: () => socket }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { httpVersion: version, statusCode, statusMessage, headers } = response;
        resolve({ version, status: `${statusCode} ${statusMessage}`, headers, body: Buffer.concat(chunks) });
      });
    });
    client.on('error', reject);
    client.end(() => socket.push(bytes));
  });
}

const anyItem = fc.record({
  kind: fc.constant('item'),
  item: fc
    .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('text/plain', 'application/octet-stream'))
    .map(([body, contentType]) => prepareItem(body, contentType, LAST_MODIFIED, Buffer.allocUnsafeSlow)),
});
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  anyItem,
  fc.record({
    kind: fc.constant('token'),
    token: fc.base64String({ minLength: 1, maxLength: 80 }),
    ttlSeconds: fc.integer({ min: 1, max: 21600 }),
  }),
  fc.record({ kind: fc.constant('allow'), allow: fc.constantFrom('token', 'metadata') }),
  fc.record({ kind: fc.constant('refusal'), refusal: fc.constantFrom(...(Object.keys(REFUSALS) as Refusal[])) }),
  fc.record({ kind: fc.constant('refusal'), refusal: fc.constant('throttled'), retryAfterSeconds: fc.nat(3600) }),
  fc.record({
    kind: fc.constant('given'),
    status: fc.constantFrom('200 OK', '429 Too Many Requests', '599 Odd'),
    fields: fc.constantFrom('', 'X-Why: busy\r\n', 'X-One: 1\r\nX-Two: 2\r\n'),
    contentType: fc.constantFrom('text/plain', 'application/octet-stream'),
    body: fc.uint8Array({ maxLength: 300 }),
  }),
);

/** The body that an answer has, as far as it does not come from a page. */
function bodyOf(answer: Answer, profile: Profile): Buffer {
  switch (answer.kind) {
    case 'item':
      return Buffer.from(answer.item.body);
    case 'given':
      return Buffer.from(answer.body);
    case 'token':
      return Buffer.from(answer.token);
    case 'allow':
      return Buffer.alloc(0);
    case 'refusal':
      return Buffer.from((profile === 'modern' ? REFUSALS : LEGACY_REFUSALS)[answer.refusal].page ?? '');
  }
}

/** The media type of an answer without a page. */
function contentTypeOf(answer: Answer): string {
  if (answer.kind === 'item') return answer.item.contentType;
  return answer.kind === 'given' ? answer.contentType : 'text/plain';
}

test("Node's client reads back every answer as it was meant", async () => {
  const anyFraming = fc.record({
    http10: fc.boolean(),
    keepAlive: fc.boolean(),
    headOnly: fc.boolean(),
    remainingTtlSeconds: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 21600 })),
  });
  await fc.assert(
    fc.asyncProperty(
      anyAnswer,
      anyFraming,
      fc.constantFrom<Profile>('modern', 'legacy'),
      async (answer, framing, profile) => {
        const text = rendered(answer, framing, profile);
        const { version, status, headers, body } = await receivedByNode(
          Buffer.from(text, 'latin1'),
          framing.headOnly ? 'HEAD' : 'GET',
        );
        const expected = bodyOf(answer, profile);
        assert.equal(version, framing.http10 || profile === 'legacy' ? '1.0' : '1.1');
        assert.deepEqual(body, framing.headOnly ? Buffer.alloc(0) : expected);
        assert.equal(headers['content-length'], String(expected.length));
        assert.equal(headers['connection'], framing.keepAlive && version === '1.1' ? undefined : 'close');
        assert.equal(headers['server'], 'EC2ws');
        assert.equal(headers['date'], httpDate(TIME_MS));
        const ttl = answer.kind === 'token' ? answer.ttlSeconds : framing.remainingTtlSeconds;
        assert.equal(headers['x-aws-ec2-metadata-token-ttl-seconds'], ttl < 0 ? undefined : String(ttl));
        const retryAfter = answer.kind === 'refusal' ? answer.retryAfterSeconds : undefined;
        assert.equal(headers['retry-after'], retryAfter === undefined ? undefined : String(retryAfter));
        if (answer.kind === 'given') assert.equal(status, answer.status);
        const given = answer.kind === 'given' ? answer.fields.trim().split('\r\n') : [];
        for (const line of given.filter((text) => text !== '')) {
          const [name = '', value] = line.split(': ');
          assert.equal(headers[name.toLowerCase()], value);
        }
        const plain = contentTypeOf(answer);
        assert.equal(headers['content-type'], answer.kind === 'refusal' && expected.length > 0 ? 'text/html' : plain);
      },
    ),
    { numRuns: 500 },
  );
});
