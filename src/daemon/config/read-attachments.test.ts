import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDocumentErrors } from '#document';
import type { Attachment } from '#model';
import { parseConfiguration } from './parse-configuration.ts';

const noFile = (): never => assert.fail('no file is named');

function attachments(entries: string): readonly Attachment[] | undefined {
  const parsed = parseConfiguration(`instances: [{ attach: [${entries}] }]`, 'openimds.yaml', noFile);
  if (!parsed.ok) throw new Error(formatDocumentErrors(parsed.error));
  return parsed.value.instances[0]?.attachments;
}

test('every way of recognition is read', () => {
  assert.deepEqual(
    attachments(`{ source: 10.0.0.5 }, { destination: "::1", network: blue }, { interface: tap0 },
      { interface: br0, source: 10.0.0.5, host: 0.0.0.0, port: 8080 }, { netns: web }, { netns: /proc/7/ns/net, port: 1338 },
      { socket: /run/x.sock }, { socket: /run/y.sock, mode: "0660" }, { vsock: 3 }, { vsock: 3, port: 70000 }, { proxy: edge }`),
    [
      { kind: 'source', address: '10.0.0.5', network: 'default' },
      { kind: 'destination', address: '::1', network: 'blue' },
      { kind: 'interface', interface: 'tap0' },
      { kind: 'interface', interface: 'br0', address: '10.0.0.5', host: '0.0.0.0', port: 8080 },
      { kind: 'netns', netns: 'web' },
      { kind: 'netns', netns: '/proc/7/ns/net', port: 1338 },
      { kind: 'socket', path: '/run/x.sock', mode: 0o600 },
      { kind: 'socket', path: '/run/y.sock', mode: 0o660 },
      { kind: 'vsock', cid: 3, port: 80 },
      { kind: 'vsock', cid: 3, port: 70_000 },
      { kind: 'proxy', network: 'edge' },
    ],
  );
});

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['{ network: blue }', /attach\[0\]: expected one of interface, netns, socket, vsock, proxy, source, destination/],
  ['{ netns: web, source: 10.0.0.5 }', /attach\[0\]\.source: does not go together with netns; .* only host, port/],
  ['{ interface: tap0, network: blue }', /attach\[0\]\.network: does not go together with interface/],
  ['{ proxy: edge, port: 80 }', /attach\[0\]\.port: does not go together with proxy; .* nothing/],
  ['{ netns: web, port: 70000 }', /attach\[0\]\.port: expected a whole number from 1 to 65535/],
  ['{ interface: a-name-that-is-too-long }', /attach\[0\]\.interface: expected the name of a network interface/],
  ['{ netns: ../web }', /attach\[0\]\.netns: expected the name of a network namespace or an absolute path/],
  ['{ socket: run/x.sock }', /attach\[0\]\.socket: expected an absolute path/],
  [`{ socket: /${'x'.repeat(107)} }`, /attach\[0\]\.socket: is longer than 107 bytes/],
  ['{ socket: /run/x.sock, mode: "9" }', /attach\[0\]\.mode: expected permissions such as "0660"/],
  ['{ source: 10.0.0.5, network: "@vsock port 80" }', /attach\[0\]\.network: must not begin with "@"/],
  ['{ netns: web }, { netns: web }', /attach\[1\]\.netns: this instance is attached to netns web port 80 already/],
  [
    '{ vsock: 3 }, { vsock: 3 }',
    /attach\[1\]\.vsock: this instance is attached to context id 3 on vsock port 80 already/,
  ],
];

for (const [entries, message] of WRONG) {
  test(`${entries.slice(0, 60)} is refused with a reason`, () => {
    assert.throws(() => attachments(entries), message);
  });
}

test('what one place is listened on for is said once', () => {
  const parsed = parseConfiguration(
    'dataPlane: { listen: [{ host: "::1", network: a }, { host: "0::1", network: b }, { host: "::1", interface: lo }] }',
    'openimds.yaml',
    noFile,
  );
  assert.ok(!parsed.ok);
  assert.match(formatDocumentErrors(parsed.error), /dataPlane\.listen\[1\]: dataPlane\.listen\[0\] is the same place/);
  assert.equal(parsed.error.length, 1);
});
