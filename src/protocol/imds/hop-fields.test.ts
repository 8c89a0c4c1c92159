import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Octets } from '#base';
import { hopFields } from './hop-fields.ts';
import { parseRequestHead } from './parse-request-head.ts';
import { RequestHead } from './request-head.ts';

function fieldsOf(lines: readonly string[], before = ''): ReturnType<typeof hopFields> {
  const text = `${before}GET / HTTP/1.1\r\n${[...lines, 'Host: x'].join('\r\n')}\r\n\r\n`;
  const bytes = Buffer.from(`junk${text}Via: 1.1 behind\r\n`, 'latin1') as Buffer & Octets;
  const head = new RequestHead();
  const length = parseRequestHead(bytes, 4, bytes.length, head);
  assert.equal(length, text.length, JSON.stringify(lines));
  return hopFields(bytes, head.start, head.start + head.length);
}

test('a proxy and a browser are known by what only they send', () => {
  assert.deepEqual(fieldsOf([]), { forwarded: false, browser: false });
  for (const line of ['via: 1.1 proxy', 'FORWARDED: for=1.2.3.4', 'X-Real-IP:1.2.3.4', 'X-Forwarded-Host: a'])
    assert.deepEqual(fieldsOf([line]), { forwarded: true, browser: false }, line);
  for (const line of ['Origin: null', 'Referer: http://a/', 'cookie: a=b', 'Sec-Fetch-Mode: cors', 'Sec-CH-UA: x'])
    assert.deepEqual(fieldsOf([line]), { forwarded: false, browser: true }, line);
  assert.deepEqual(fieldsOf(['Origin: a', 'Via: 1.1 b'], '\r\n'), { forwarded: true, browser: true });
});

test('values are no names, and what stands behind the head is another request', () => {
  const safe = fc.stringMatching(/^[A-Za-z]{1,8}$/).map((name) => `X-Test-${name}: via: 1.1 a, Cookie: b`);
  fc.assert(
    fc.property(fc.array(safe, { maxLength: 10 }), (lines) => {
      assert.deepEqual(fieldsOf(lines), { forwarded: false, browser: false });
    }),
  );
});
