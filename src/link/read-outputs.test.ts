import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { shellText } from './command.ts';
import { bridgeName } from './docker-bridge.ts';
import { readRecordLine, recordLine } from './linked-address.ts';
import type { LinkedAddress } from './linked-address.ts';
import { openLinkRecord } from './link-record.ts';
import { readTable } from './nft-table.ts';
import { readInterfaces } from './observe-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'openimds-link-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const LINK: LinkedAddress = { interface: 'br-0123456789ab', family: 'ipv6', port: 65535, address: 'found' };

test('a line of the record says all of a link, and nothing else is one', () => {
  assert.deepEqual(readRecordLine(recordLine(LINK)), LINK);
  for (const other of ['', 'openimds', 'openimds lo ipv4 1338', 'openimds lo ipv5 1338 added', `x ${recordLine(LINK)}`])
    assert.equal(readRecordLine(other), undefined);
});

test("of nft's listing, rules are taken that carry such a line", () => {
  const rule = (comment?: string): object => ({ rule: { family: 'inet', table: 'openimds', comment, expr: [] } });
  const entries = [{ metainfo: {} }, { table: { name: 'openimds' } }, rule(), rule('mine'), rule(recordLine(LINK))];
  assert.deepEqual(readTable(JSON.stringify({ nftables: entries })), [LINK]);
  assert.deepEqual(readTable('{}'), []);
});

test("of ip's listing, the metadata addresses are taken", () => {
  const listing = [
    { ifname: 'lo', addr_info: [{ family: 'inet', local: '127.0.0.1' }, { local: '169.254.169.254' }] },
    { ifname: 'br0', addr_info: [{ local: 'fd00:ec2::254' }] },
    { ifname: 'tap0' },
    {},
  ];
  const interfaces = readInterfaces(JSON.stringify(listing), (name) => name !== 'tap0');
  assert.deepEqual(
    [...interfaces],
    [
      ['lo', { addresses: new Set(['ipv4']), ipv6: true }],
      ['br0', { addresses: new Set(['ipv6']), ipv6: true }],
      ['tap0', { addresses: new Set(), ipv6: false }],
    ],
  );
});

test("of docker's description of a network, the name of the bridge is taken", () => {
  const Id = 'f2de39df4171b0dc801e8002d1d999b77256983dfc63041c0f34030aa3977566';
  const named = { Id, Driver: 'bridge', Options: { 'com.docker.network.bridge.name': 'docker0' } };
  assert.deepEqual(bridgeName(JSON.stringify([named]), 'bridge'), { ok: true, value: 'docker0' });
  assert.deepEqual(bridgeName(JSON.stringify([{ Id, Driver: 'bridge', Options: {} }]), 'app'), {
    ok: true,
    value: 'br-f2de39df4171',
  });
  for (const other of [[{ Id, Driver: 'overlay' }], []]) assert.ok(!bridgeName(JSON.stringify(other), 'app').ok);
});

test(
  'the record comes back as it was written, and goes without a trace',
  { skip: process.platform !== 'linux' },
  () => {
    const record = openLinkRecord(join(folder, 'run'));
    assert.deepEqual(record.read(), []);
    record.write([LINK, { ...LINK, interface: 'lo' }]);
    assert.deepEqual(openLinkRecord(join(folder, 'run')).read(), [LINK, { ...LINK, interface: 'lo' }]);
    record.write([]);
    assert.deepEqual(readdirSync(folder), []);
  },
);

test('a command is written as a shell takes it', () => {
  assert.equal(
    shellText({ program: 'ip', args: ['address', 'show', 'dev', "it's"] }),
    String.raw`ip address show dev 'it'\''s'`,
  );
  assert.equal(shellText({ program: 'nft', args: ['-f', '-'], input: 'a\nb\n' }), "nft -f - <<'EOF'\na\nb\nEOF");
});
