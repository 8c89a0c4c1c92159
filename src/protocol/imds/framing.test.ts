import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Framing } from './framing.ts';
import { parseRequestHead } from './parse-request-head.ts';
import { RequestHead } from './request-head.ts';

function follow(request: string): Framing {
  const bytes = Buffer.from(request, 'latin1');
  const head = new RequestHead();
  assert.ok(parseRequestHead(bytes, 0, bytes.length, head) > 0);
  const framing = new Framing();
  framing.remainingTtlSeconds = 5;
  framing.follow(head, bytes);
  return framing;
}

test('a connection stays open only if HTTP/1.1 asks for it', () => {
  assert.ok(follow('GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n').keepAlive);
  assert.ok(!follow('GET / HTTP/1.1\r\nHost: h\r\n\r\n').keepAlive);
  assert.ok(!follow('GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, close\r\n\r\n').keepAlive);
  assert.ok(!follow('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n').keepAlive);
});

test('a caller that has decided to close says so in the head', () => {
  const bytes = Buffer.from('GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n');
  const head = new RequestHead();
  parseRequestHead(bytes, 0, bytes.length, head);
  head.close = true;
  const framing = new Framing();
  framing.follow(head, bytes);
  assert.ok(!framing.keepAlive);
});

test('a client that waits for 100 Continue may never send its body, so the connection closes', () => {
  const request = 'PUT / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nExpect: 100-continue\r\nContent-Length: ';
  assert.ok(!follow(`${request}5\r\n\r\n`).keepAlive);
  assert.ok(follow(`${request}0\r\n\r\n`).keepAlive);
});

test('a token is for the caller to judge, HEAD has no body, and Range counts for GET', () => {
  const head = follow('HEAD / HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n');
  assert.deepEqual([head.headOnly, head.range, head.remainingTtlSeconds], [true, '', -1]);
  assert.equal(follow('GET / HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n').range, 'bytes=0-1');
});

test('of a request that could not be parsed nothing is kept', () => {
  const framing = follow('HEAD / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nRange: bytes=0-1\r\n\r\n');
  framing.reset();
  assert.deepEqual(framing, new Framing());
});
