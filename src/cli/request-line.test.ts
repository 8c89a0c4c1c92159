import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImdsEvent } from '#model';
import { requestLine } from './request-line.ts';

const EVENT: ImdsEvent = {
  timeMs: Date.UTC(2026, 0, 31, 12, 0, 0, 5),
  instanceId: 'i-0123456789abcdef0',
  network: 'default',
  peerAddress: '10.0.0.5',
  peerPort: 40_000,
  localAddress: '169.254.169.254',
  localPort: 80,
  method: 'GET',
  path: '/latest/meta-data/',
  version: 1,
  outcome: 'item',
  status: 200,
  refusal: undefined,
  credentials: false,
  accessKeyId: undefined,
  bytes: 10,
  latencyUs: 20,
  userAgent: 'curl/8',
  traits: { forwarded: false, foreignHost: false, browser: false },
  process: undefined,
};
// Colors only where a terminal shows them.
const NO_TERMINAL = process.stderr;
const line = (said: Partial<ImdsEvent>): string => {
  // eslint-disable-next-line no-control-regex
  return requestLine({ ...EVENT, ...said }, NO_TERMINAL).replaceAll(/\u001b\[\d+m/g, '');
};

test('a line says when, which instance, which version, what, and who', () => {
  assert.equal(line({}), '12:00:00.005  i-0123456789abcdef0  v1  200  GET /latest/meta-data/  10.0.0.5:40000 curl/8');
});

test('a line says why it was refused, and which process in which container asked', () => {
  const process = {
    pid: 7,
    executable: '/usr/bin/python3',
    commandLine: 'python3 app.py',
    uid: 0,
    ancestors: [],
    systemdUnit: 'web.service',
    container: { id: 'ab'.repeat(32), runtime: 'docker', image: undefined, name: undefined },
  } as const;
  const refused = { outcome: 'refused', status: 401, refusal: 'token-required', process } as const;
  assert.match(
    line(refused),
    /401 {2}GET \S+ {2}token-required {2}10\.0\.0\.5:40000 python3 app\.py \(7 in abababababab\)$/,
  );
  assert.match(line({ instanceId: undefined, status: 0 }), /nobody {15}v1 {2}---/);
});

test('a line names the faults that hit a request', () => {
  assert.match(line({ status: 503, faults: ['fault-1', 'fault-2'] }), /503 {2}GET \S+ {2}fault-1 {2}fault-2 {2}10\.0/);
});

test('what a caller sends cannot steer a terminal', () => {
  assert.ok(line({ path: '/\u001b[2J\r\n', userAgent: '\u009b31m' }).includes('GET /?[2J??'));
});
