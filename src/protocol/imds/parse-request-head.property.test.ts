import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Duplex } from 'node:stream';
import { describe, test } from 'node:test';
import type { Octets } from '#base';
import fc from 'fast-check';
import { INCOMPLETE } from './malformation.ts';
import { parseRequestHead } from './parse-request-head.ts';
import { RequestHead } from './request-head.ts';

const TCHAR = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const text = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength });
const blanks = text(' \t', 0, 2);
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const mixedCase = (name: string): fc.Arbitrary<string> =>
  fc.nat().map((seed) =>
    name
      .split('')
      .map((char, at) => ((seed >> (at % 16)) & 1 ? char.toUpperCase() : char))
      .join(''),
  );

const field = fc.oneof(
  fc.tuple(text(TCHAR, 1, 10), fc.string({ unit: fc.constantFrom(...'ab:, \t\x80\xff"'.split('')), maxLength: 10 })),
  fc.tuple(
    mixedCase('connection'),
    fc.constantFrom('close', 'keep-alive', 'Keep-Alive, te', 'upgrade', '', ',,', 'closed'),
  ),
  fc.tuple(mixedCase('content-length'), fc.constantFrom('0', '5', '007', '65536', '65537', '-1', '1,1', '')),
  fc.tuple(mixedCase('transfer-encoding'), fc.constantFrom('chunked', 'identity', '')),
  fc.tuple(mixedCase('expect'), fc.constantFrom('100-continue', 'other')),
  fc.tuple(mixedCase('x-aws-ec2-metadata-token'), visible),
  fc.tuple(mixedCase('x-aws-ec2-metadata-token-ttl-seconds'), fc.constantFrom('60', '', 'x')),
  // Never `Upgrade`: Node stops parsing behind it, which says nothing about where a request ends.
  fc.tuple(fc.constantFrom('Host', 'X-Forwarded-For', 'User-Agent', 'Range'), visible),
);
const target = fc.oneof(
  visible.map((rest) => `/${rest}`),
  fc
    .tuple(fc.constantFrom('http://', 'HTTP://'), text('ab.:[]-_~0', 1, 6), visible)
    .map(([scheme, host, rest]) => `${scheme}${host}/${rest}`),
  fc.constantFrom('*', 'http://h', 'http://h?q', '//'),
);
const method = fc.constantFrom('GET', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE');

/** Mostly acceptable requests. */
const request = fc
  .tuple(
    fc.constantFrom('', '', '\r\n'),
    method,
    target,
    fc.constantFrom('1.1', '1.1', '1.0', '1.2'),
    fc.array(fc.tuple(field, blanks, blanks), { maxLength: 5 }),
  )
  .map(([before, method, target, version, fields]) => {
    const lines = fields.map(([[name, value], left, right]) => `${name}:${left}${value}${right}\r\n`);
    return `${before}${method} ${target} HTTP/${version}\r\nHost: h\r\n${lines.join('')}\r\n`;
  });

const LIKELY = [
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  ',',
  '\0',
  '\x7f',
  '\x80',
  '\xff',
  '/',
  '0',
  'H',
  '\r\n ',
  '\r\n\r\n',
  ' HTTP/1.1',
];
const edit = fc.record({
  at: fc.nat(400),
  remove: fc.nat(3),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...LIKELY),
    fc.nat(255).map((code) => String.fromCharCode(code)),
  ),
});
const mutated = fc.tuple(request, fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
  edits.reduce((text, { at, remove, insert }) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + insert + text.slice(position + remove);
  }, text),
);
const anyRequest = fc.oneof(request, mutated);

/** Fails the test when anything but positions from `start` up to `end` is read. */
function guarded(bytes: Buffer, start: number, end: number): Octets {
  return new Proxy(bytes, {
    get(target, key) {
      const position = typeof key === 'string' ? Number(key) : Number.NaN;
      if (Number.isInteger(position))
        assert.ok(position >= start && position < end, `read ${position} of ${start} to ${end}`);
      return Reflect.get(target, key);
    },
  });
}

function parse(bytes: Octets, start: number, end: number): { result: number; head: RequestHead } {
  const head = new RequestHead();
  return { result: parseRequestHead(bytes, start, end, head), head };
}

describe('any bytes', () => {
  test('a beginning is incomplete or answered as the whole, at every position', () => {
    fc.assert(
      fc.property(anyRequest, (text) => {
        const bytes = Buffer.from(text, 'latin1');
        const { result } = parse(bytes, 0, bytes.length);
        for (let end = 0; end < bytes.length; end++) {
          const beginning = parse(bytes, 0, end).result;
          assert.ok(beginning === INCOMPLETE || beginning === result, `${end}: ${beginning}, not ${result}`);
          if (result > 0 && end < result) assert.equal(beginning, INCOMPLETE);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('nothing outside start and end is read, and only offsets depend on start', () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(40), fc.nat(300), (whole, start, cut) => {
        const text = cut % 2 === 0 ? whole : whole.slice(0, cut);
        const bytes = Buffer.from(`${'\r'.repeat(start)}${text}\nHost: x\r\n\r\n`, 'latin1');
        const end = start + text.length;
        const shifted = parse(guarded(bytes, start, end), start, end);
        const plain = parse(Buffer.from(text, 'latin1'), 0, text.length);
        assert.equal(shifted.result, plain.result);
        assert.equal(shifted.head.tokenStart < 0 ? -1 : shifted.head.tokenStart - start, plain.head.tokenStart);
        assert.equal(shifted.head.method, plain.head.method);
        assert.ok(shifted.result <= text.length);
      }),
      { numRuns: 3000 },
    );
  });

  test('pure noise never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        assert.ok(parse(Buffer.from(noise), 0, noise.length).result <= noise.length);
      }),
    );
  });
});

interface Seen {
  readonly requests: { method: string | undefined; url: string | undefined; version: string; bodyBytes: number }[];
  refused: boolean;
}

/** What Node's own parser makes of `bytes` on one connection. */
async function seenByNode(bytes: Buffer): Promise<Seen> {
  const seen: Seen = { requests: [], refused: false };
  const bodies: Promise<void>[] = [];
  const onRequest: RequestListener = (request) => {
    const entry = { method: request.method, url: request.url, version: request.httpVersion, bodyBytes: 0 };
    seen.requests.push(entry);
    bodies.push(countBody(request, entry));
  };
  const server = createServer({ maxHeaderSize: 65_536 }, onRequest);
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', () => (seen.refused = true));
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  server.emit('connection', socket);
  socket.push(bytes);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  socket.destroy();
  await Promise.allSettled(bodies);
  return seen;
}

async function countBody(request: IncomingMessage, entry: { bodyBytes: number }): Promise<void> {
  for await (const chunk of request) entry.bodyBytes += (chunk as Buffer).length;
}

describe("against Node's llhttp", () => {
  const sentinel = 'GET /sentinel HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n';

  test('whatever is accepted llhttp accepts too, with the same method, target, version, body and end', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(anyRequest, async (text) => {
        const bytes = Buffer.from(text, 'latin1');
        const { result, head } = parse(bytes, 0, bytes.length);
        if (result <= INCOMPLETE) return;
        accepted++;
        const stays = !head.close && !head.http10;
        const body = 'x'.repeat(head.contentLength);
        const sent = `${bytes.latin1Slice(0, result)}${body}${stays ? sentinel : ''}`;
        const { requests, refused } = await seenByNode(Buffer.from(sent, 'latin1'));
        assert.ok(!refused, 'llhttp refuses it');
        assert.deepEqual(requests[0], {
          method: head.method,
          url: bytes.latin1Slice(head.targetStart, head.targetEnd),
          version: head.http10 ? '1.0' : '1.1',
          bodyBytes: head.contentLength,
        });
        assert.deepEqual(
          requests.slice(1).map(({ url }) => url),
          stays ? ['/sentinel'] : [],
        );
      }),
      { numRuns: 3000 },
    );
    assert.ok(accepted > 500, `only ${accepted} were accepted`);
  });

  test('requests that llhttp refuses are refused', async () => {
    const { refused, requests } = await seenByNode(Buffer.from('GET / HTTP/1.1\r\nHost : h\r\n\r\n'));
    assert.deepEqual([refused, requests], [true, []]);
  });
});
