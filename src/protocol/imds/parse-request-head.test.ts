import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LIMITS } from './limits.ts';
import { INCOMPLETE, malformation } from './malformation.ts';
import { parseRequestHead } from './parse-request-head.ts';
import { RequestHead } from './request-head.ts';

const TOKEN = 'AQAEAIXkhdOR3sIqAVRdg0mVAdHYRr_fkfFDU7SDzH9whlWZJwANKg==';

function parse(text: string): { bytes: Buffer; head: RequestHead; result: number } {
  const bytes = Buffer.from(text, 'latin1');
  const head = new RequestHead();
  return { bytes, head, result: parseRequestHead(bytes, 0, bytes.length, head) };
}

function accepted(text: string): { head: RequestHead; slice: (start: number, end: number) => string } {
  const { bytes, head, result } = parse(text);
  assert.equal(result, bytes.length, JSON.stringify(text));
  assert.equal(head.length, result);
  return { head, slice: (start, end) => bytes.latin1Slice(start, end) };
}

function refusal(text: string): string {
  const { result } = parse(text);
  return result < 0 ? malformation(result) : `accepted ${result}`;
}

const get = (...fields: string[]): string => ['GET / HTTP/1.1', 'Host: h', ...fields, '', ''].join('\r\n');

describe('what is accepted', () => {
  test('a read with a token gives method, target and token', () => {
    const { head, slice } = accepted(
      `GET /latest/meta-data/?q HTTP/1.1\r\nHost: 169.254.169.254\r\nUser-Agent: curl/8.5.0\r\nX-aws-ec2-metadata-token:\t${TOKEN} \r\n\r\n`,
    );
    assert.equal(head.method, 'GET');
    assert.equal(slice(head.targetStart, head.targetEnd), '/latest/meta-data/?q');
    assert.equal(slice(head.tokenStart, head.tokenEnd), TOKEN);
    assert.equal(slice(head.hostStart, head.hostEnd), '169.254.169.254');
    assert.equal(slice(head.userAgentStart, head.userAgentEnd), 'curl/8.5.0');
    assert.deepEqual(
      [head.http10, head.keepAlive, head.close, head.contentLength, head.tokenRepeated, head.ttlStart, head.rangeStart],
      [false, false, false, 0, false, -1, -1],
    );
  });

  test('a token PUT gives the TTL asked for and the length of the body', () => {
    const { head, slice } = accepted(
      'PUT /latest/api/token HTTP/1.1\r\nhost: h\r\nx-AWS-ec2-metadata-token-TTL-seconds: 60\r\ncontent-length: 0\r\nX-FORWARDED-FOR:\r\n\r\n',
    );
    assert.equal(head.method, 'PUT');
    assert.equal(slice(head.ttlStart, head.ttlEnd), '60');
    assert.ok(head.forwardedFor);
  });

  test('every method that EC2 answers is known', () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      assert.equal(accepted(`${method} / HTTP/1.1\r\nHost:\r\n\r\n`).head.method, method);
    }
  });

  test('a record forgets the request before', () => {
    const head = new RequestHead();
    const full = Buffer.from(
      'PUT / HTTP/1.0\r\nHost: h\r\nX-aws-ec2-metadata-token: a\r\nX-aws-ec2-metadata-token: a\r\nContent-Length: 3\r\nUser-Agent: u\r\nRange: r\r\n' +
        'X-aws-ec2-metadata-token-ttl-seconds: 1\r\nX-aws-ec2-metadata-token-ttl-seconds: 1\r\nConnection: close\r\nX-Forwarded-For: f\r\n\r\n',
    );
    assert.ok(parseRequestHead(full, 0, full.length, head) > 0);
    const bare = Buffer.from(get());
    assert.equal(parseRequestHead(bare, 0, bare.length, head), bare.length);
    const fresh = new RequestHead();
    parseRequestHead(bare, 0, bare.length, fresh);
    assert.deepEqual(head, fresh);
  });

  test('an empty token counts as absent, a second one as repeated', () => {
    assert.equal(accepted(get('X-aws-ec2-metadata-token:', 'X-aws-ec2-metadata-token:  \t')).head.tokenStart, -1);
    assert.ok(!accepted(get('X-aws-ec2-metadata-token:', 'X-aws-ec2-metadata-token: a')).head.tokenRepeated);
    assert.ok(accepted(get('X-aws-ec2-metadata-token: a', 'x-aws-ec2-metadata-token: a')).head.tokenRepeated);
    const three = accepted(
      get('X-aws-ec2-metadata-token: a', 'x-aws-ec2-metadata-token: a', 'x-aws-ec2-metadata-token: b'),
    );
    assert.ok(three.head.tokenRepeated);
  });

  test('of repeated fields that only inform, the first counts', () => {
    const { head, slice } = accepted(get('User-Agent: first', 'User-Agent: second', 'Range: a', 'Range: b'));
    assert.equal(slice(head.userAgentStart, head.userAgentEnd), 'first');
    assert.equal(slice(head.rangeStart, head.rangeEnd), 'a');
  });

  test('Connection is a list in any case, and close beats keep-alive wherever it stands', () => {
    const options = (...values: string[]): string => {
      const { head } = accepted(get(...values.map((value) => `Connection: ${value}`)));
      return `${head.keepAlive ? 'keep-alive' : ''}${head.close ? 'close' : ''}`;
    };
    assert.equal(options('Keep-Alive'), 'keep-alive');
    assert.equal(options('CLOSE'), 'close');
    assert.equal(options(' , te ,\tkeep-alive\t, x'), 'keep-alive');
    assert.equal(options('keep-alive, close'), 'close');
    assert.equal(options('close,keep-alive'), 'close');
    assert.equal(options('close', 'keep-alive'), 'close');
    assert.equal(options('keep-alive', 'close'), 'close');
    assert.equal(options('', 'closed', 'xclose', 'close x', 'x close', 'keep-alive;q=1', 'keep alive'), '');
    assert.equal(options('te, "close", upgrade'), '');
  });

  test('HTTP/1.0 needs no Host and knows no expectation', () => {
    const { head } = accepted('POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n');
    assert.deepEqual([head.http10, head.expectsContinue, head.contentLength], [true, false, 5]);
    assert.ok(accepted(get('Expect: 100-Continue')).head.expectsContinue);
  });

  test('absolute-form, asterisk-form and odd but visible characters make a target', () => {
    accepted('GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: h\r\n\r\n');
    accepted('GET HTTP://[fd00:ec2::254]:80 HTTP/1.1\r\nHost: h\r\n\r\n');
    accepted('GET http://h?q HTTP/1.1\r\nHost: h\r\n\r\n');
    accepted('OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n');
    accepted('GET /%zz{}|\\^`"<> HTTP/1.1\r\nHost: h\r\n\r\n');
  });

  test('one empty line before a request is skipped and counted', () => {
    accepted(`\r\n${get()}`);
    assert.equal(refusal(`\r\n\r\n${get()}`), 'malformed');
    assert.equal(refusal(`\n${get()}`), 'malformed');
  });

  test('a value may hold tabs and obs-text', () => {
    accepted(get('User-Agent: caf\xe9\tx\xff', 'X-Empty:'));
  });

  test('what follows the head is not looked at', () => {
    const first = get();
    const { result } = parse(`${first}\0garbage`);
    assert.equal(result, first.length);
  });
});

describe('what is refused', () => {
  test('a method that is unknown, misspelt, in lower case or CONNECT is malformed', () => {
    for (const method of [
      'get',
      'GETT',
      'BREW',
      'CONNECT',
      'G\u00cbT',
      '',
      ' GET',
      'PROPFIND',
      'XXXXXXX',
      'OPTIONSX',
    ]) {
      assert.equal(refusal(`${method} / HTTP/1.1\r\nHost: h\r\n\r\n`), 'malformed', method);
    }
    assert.equal(refusal('CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n'), 'malformed');
    assert.equal(refusal('\x16\x03\x01\x02\x00'), 'malformed');
  });

  test('one space and nothing else parts the request line', () => {
    for (const line of [
      'GET\t/ HTTP/1.1',
      'GET  / HTTP/1.1',
      'GET /\tHTTP/1.1',
      'GET /  HTTP/1.1',
      'GET\r\n/ HTTP/1.1',
    ]) {
      assert.equal(refusal(`${line}\r\nHost: h\r\n\r\n`), 'malformed', JSON.stringify(line));
    }
  });

  test('a target of another form, or with a control or non-ASCII character, is malformed', () => {
    for (const target of [
      '',
      'latest',
      '*',
      '/a\tb',
      '/a\x7f',
      '/\xe9',
      '/a b',
      'https://h/',
      'http://',
      'http:///x',
      'http://u@h/',
      'ftp://h/',
      '//\0',
      '?q',
    ]) {
      assert.equal(refusal(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`), 'malformed', JSON.stringify(target));
    }
    assert.equal(refusal('OPTIONS *x HTTP/1.1\r\nHost: h\r\n\r\n'), 'malformed');
  });

  test('a version other than 1.0 and 1.1 is told so, one that is none is malformed', () => {
    for (const version of ['HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/3.1']) {
      assert.equal(refusal(`GET / ${version}\r\nHost: h\r\n\r\n`), 'http-version', version);
    }
    for (const version of [
      'http/1.1',
      'HTTP/1',
      'HTTP/1,1',
      'HTTP/1.10',
      'HTTP/x.1',
      'HTTX/1.1',
      'HTTP/1.1 ',
      ' HTTP/1.1',
      '',
    ]) {
      assert.equal(refusal(`GET / ${version}\r\nHost: h\r\n\r\n`), 'malformed', version);
    }
    assert.equal(refusal('GET /\r\n'), 'malformed');
  });

  test('lines end with CR LF and nothing else', () => {
    assert.equal(refusal('GET / HTTP/1.1\nHost: h\n\n'), 'malformed');
    assert.equal(refusal('GET / HTTP/1.1\r\nHost: h\n\r\n'), 'malformed');
    assert.equal(refusal('GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n'), 'malformed');
    assert.equal(refusal('GET / HTTP/1.1\r\nHost: h\r\n\rX'), 'malformed');
    assert.equal(refusal('GET / HTTP/1.1\r\rHost: h\r\n\r\n'), 'malformed');
  });

  test('folded lines, blanks around names and names that are no token are malformed', () => {
    for (const line of [
      'X: a\r\n b',
      ' X: a',
      'X : a',
      'X\t: a',
      ': a',
      'X',
      'X(: a',
      '\u00e9: a',
      'X: a\0',
      'X: a\x01',
      'X: a\x7f',
    ]) {
      assert.equal(refusal(get(line)), 'malformed', JSON.stringify(line));
    }
  });

  test('HTTP/1.1 needs one Host, HTTP/1.0 at most one', () => {
    assert.equal(refusal('GET / HTTP/1.1\r\n\r\n'), 'malformed');
    assert.equal(refusal(get('host: h')), 'malformed');
    assert.equal(refusal('GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n'), 'malformed');
  });

  test('a Content-Length that is not one plain number is malformed, a large one too large', () => {
    for (const value of ['', '-1', '+1', '1 1', '1,1', '0x1', '1.0', '1e3', 'a', '99999999999999999999999x']) {
      assert.equal(refusal(get(`Content-Length: ${value}`)), 'malformed', value);
    }
    assert.equal(refusal(get('Content-Length: 1', 'Content-Length: 1')), 'malformed');
    for (const value of [String(LIMITS.bodyBytes + 1), '18446744073709551617', '9'.repeat(400)]) {
      assert.equal(refusal(get(`Content-Length: ${value}`)), 'body-too-large');
    }
    assert.equal(accepted(get(`Content-Length: ${LIMITS.bodyBytes}`)).head.contentLength, LIMITS.bodyBytes);
    assert.equal(accepted(get('Content-Length: 000000000000000000000000000012')).head.contentLength, 12);
  });

  test('any Transfer-Encoding is refused, next to a Content-Length as malformed', () => {
    for (const value of ['chunked', 'identity', '', 'gzip, chunked', 'xchunked']) {
      assert.equal(refusal(get(`Transfer-Encoding: ${value}`)), 'transfer-encoding');
    }
    assert.equal(refusal(get('Transfer-Encoding: chunked', 'Content-Length: 1')), 'malformed');
    assert.equal(refusal(get('Content-Length: 1', 'transfer-ENCODING: chunked')), 'malformed');
    assert.equal(refusal('GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n'), 'transfer-encoding');
  });

  test('the limits hold to the byte', () => {
    const target = (length: number): string => `GET /${'a'.repeat(length - 1)} HTTP/1.1\r\nHost: h\r\n\r\n`;
    accepted(target(LIMITS.targetBytes));
    assert.equal(refusal(target(LIMITS.targetBytes + 1)), 'target-too-long');
    const padded = (length: number): string => get(`X: ${'a'.repeat(length - get('X: ').length)}`);
    accepted(padded(LIMITS.headBytes));
    assert.equal(refusal(padded(LIMITS.headBytes + 1)), 'head-too-large');
    assert.equal(parse(padded(LIMITS.headBytes + 1).slice(0, LIMITS.headBytes - 1)).result, INCOMPLETE);
    accepted(get(...Array<string>(LIMITS.headerFields - 1).fill('X: y')));
    assert.equal(refusal(get(...Array<string>(LIMITS.headerFields).fill('X: y'))), 'head-too-large');
  });

  test('only a refusal has a reason', () => {
    for (const result of [INCOMPLETE, 1, -7, -1.5, Number.NaN]) assert.throws(() => malformation(result), RangeError);
  });
});
