import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { deriveInstanceId } from '#model';
import { bodyOf, EngineBench, get, NOW, put, putInstance, statusOf } from './a-plane.test-support.ts';
import type { Connection } from './connection.ts';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const ID = '/latest/meta-data/instance-id';
const KEEP = 'Connection: keep-alive';
const [A, B, C] = [deriveInstanceId('a'), deriveInstanceId('b'), deriveInstanceId('c')];

/** As a proxy writes it. */
function voucher(id: string, { ageMs = 0, key = KEY } = {}): string {
  const signed = `${id};t=${Math.floor((NOW - ageMs) / 1000)}`;
  return `X-Openimds-Instance: ${signed};s=${createHmac('sha256', key).update(signed).digest('hex')}`;
}

function bench(): EngineBench {
  const options = { httpTokens: 'optional' } as const;
  const attachments = [{ kind: 'proxy', network: 'edge' }] as const;
  return new EngineBench([
    putInstance('a', { options, attachments }),
    putInstance('b', { options, attachments }),
    putInstance('c', { options }),
  ]);
}

function dial({ engine }: EngineBench, network = 'edge'): Connection {
  const proxy = { key: KEY, maxAgeSeconds: 30 };
  const place = { network, peer: 0x7f000001, peerPort: 50_000, local: 0x7f000001, localPort: 8080 };
  const connection = engine.open({ ...place, relayed: true, proxy });
  assert.ok(connection !== undefined);
  return connection;
}

test('each request is of the instance that the proxy signed for', () => {
  const plane = bench();
  const answer = plane.exchange(
    get(ID, KEEP, voucher(A)) + get(ID, KEEP, voucher(B)) + get(ID, voucher(A, { ageMs: 29_000 })),
    dial(plane),
  );
  assert.deepEqual(answer.match(/i-[0-9a-f]{17}/g), [A, B, A]);
});

test('a token is got and used through the proxy, and its packets go as far as they must', () => {
  const plane = bench();
  const connection = dial(plane);
  const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
  const token = plane.exchange(put('/latest/api/token', KEEP, ttl, voucher(A)), connection).slice(-56);
  assert.equal(plane.engine.hopLimit, 0);
  const header = `X-aws-ec2-metadata-token: ${token}`;
  assert.equal(bodyOf(plane.exchange(get(ID, KEEP, header, voucher(A)), connection)), A);
  assert.equal(statusOf(plane.exchange(get(ID, KEEP, header, voucher(B)), connection)), 401, 'another instance has it');
});

const UNBELIEVED: readonly (readonly [string, readonly string[]])[] = [
  ['without a header', []],
  ['with an unsigned one', [`X-Openimds-Instance: ${A}`]],
  ['with an empty one', ['X-Openimds-Instance:']],
  ['signed with another key', [voucher(A, { key: Buffer.alloc(32) })]],
  ['signed too long ago', [voucher(A, { ageMs: 31_000 })]],
  ['signed in the future', [voucher(A, { ageMs: -31_000 })]],
  ['with the id of another', [voucher(A).replace(A, B)]],
  ['with another time', [voucher(A, { ageMs: 5000 }).replace(/t=\d+/, `t=${NOW / 1000}`)]],
  ['with two headers', [voucher(A), voucher(A)]],
  ['with upper-case digits', [voucher(A).replace(/[^=]+$/, (digits) => digits.toUpperCase())]],
  ['with something behind it', [`${voucher(A)} `.concat(';x=1')]],
  ['for an instance that no proxy may speak for', [voucher(C)]],
  ['for an instance there is not', [voucher(deriveInstanceId('nobody'))]],
];

for (const [what, headers] of UNBELIEVED) {
  test(`a request ${what} gets nothing and is counted`, () => {
    const plane = bench();
    assert.equal(plane.exchange(get(ID, ...headers), dial(plane)), '');
    assert.equal(plane.engine.observer.take()?.unknownCallers, 1);
  });
}

test('a proxy of another network is not believed, nor a header where no proxy is', () => {
  const plane = bench();
  assert.equal(plane.exchange(get(ID, voucher(A)), dial(plane, 'default')), '');
  assert.equal(bodyOf(plane.exchange(get(ID, voucher(A)))), C);
});

test('what cannot be read gets nothing from a listener for proxies', () => {
  const plane = bench();
  assert.equal(plane.exchange('GET / HTTP/1.1\r\nbad header\r\n\r\n', dial(plane)), '');
  const connection = dial(plane);
  plane.exchange(get(ID, KEEP, voucher(A)), connection);
  assert.equal(plane.exchange('\0\r\n\r\n', connection), '');
});
