import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '#model';
import { isForeignHost } from './foreign-host.ts';

const LOCAL = 0x7f000001;

test('a Host is foreign when only a public zone or somebody else can have given it', () => {
  const foreign = [
    'example.com',
    'EXAMPLE.com.:80',
    '169.254.169.254.nip.io',
    'a.internal.example.com',
    '203.0.113.25',
  ];
  for (const host of [...foreign, '[2001:db8::5]:80']) assert.equal(isForeignHost(host, LOCAL), true, host);
});

test('names of this service, of the machine and of its network are not', () => {
  const own = [
    '',
    '169.254.169.254',
    '169.254.169.254:80',
    '[fd00:ec2::254]',
    'localhost:1338',
    '127.0.0.5',
    '[::1]:80',
  ];
  const given = ['instance-data', 'instance-data.ec2.internal', 'imds:1338', '10.1.2.3', '172.17.0.1', '192.168.1.1'];
  for (const host of [...own, ...given, 'printer.local', '100.64.0.1'])
    assert.equal(isForeignHost(host, LOCAL), false, host);
  assert.equal(isForeignHost('203.0.113.25:80', parseAddress('203.0.113.25') ?? 0), false);
});
