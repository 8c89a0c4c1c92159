import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddressRange } from '#model';
import type { Instance } from '#model';
import { aCall, anInstance } from '../an-event.test-support.ts';
import { credentialExfiltration } from './credential-exfiltration.ts';
import type { AddressHolder } from './credential-exfiltration.ts';

const OTHER: AddressHolder = { instanceId: 'i-0aaaaaaaaaaaaaaaa', accountId: '999999999999', affiliated: false };

function found(
  sourceAddress: string,
  {
    instance = anInstance(),
    trusted = [],
    holders = {},
  }: {
    instance?: Instance | undefined;
    trusted?: readonly string[];
    holders?: Readonly<Record<string, AddressHolder>>;
  } = {},
): string | undefined {
  const sighting = credentialExfiltration(aCall(sourceAddress), {
    instance: (id) => (instance.id === id ? instance : undefined),
    holder: (address) => holders[address],
    trusted: () => trusted.flatMap((text) => parseAddressRange(text) ?? []),
  });
  return sighting?.type.split('.')[1];
}

test('an instance may use its own credentials from any of its addresses', () => {
  for (const own of ['10.0.0.5', '::ffff:10.0.0.5', '203.0.113.25', '2001:db8::5', '2001:0db8:0::0005'])
    assert.equal(found(own), undefined, own);
});

test('a container of the instance behind NAT calls from an address of the instance', () => {
  assert.equal(found('203.0.113.25'), undefined);
  const attached = anInstance({ attachments: [{ kind: 'source', address: '172.17.0.9', network: 'default' }] });
  assert.equal(found('172.17.0.9', { instance: attached }), undefined);
});

test('its neighbours in the VPC, NAT gateways and proxies among them, are no exfiltration, whoever has the address', () => {
  assert.equal(found('10.0.200.7'), undefined);
  assert.equal(found('10.0.200.7', { holders: { '10.0.200.7': OTHER } }), undefined);
});

test('relays on this machine and trusted addresses are none either', () => {
  for (const here of ['127.0.0.1', '::1', '169.254.169.254']) assert.equal(found(here), undefined, here);
  assert.equal(found('198.51.100.7', { trusted: ['198.51.100.0/24'] }), undefined);
});

test('an instance that is attached to nothing has all of loopback that nobody else has', () => {
  const unattached = anInstance({ attachments: [] });
  assert.equal(found('127.0.0.66', { instance: unattached }), undefined);
  assert.equal(found('127.0.0.66', { instance: unattached, holders: { '127.0.0.66': OTHER } }), 'InsideAWS');
  assert.equal(found('127.0.0.66'), 'OutsideAWS');
});

test('any other address is outside', () => {
  for (const outside of ['198.51.100.7', '10.1.0.5', '2001:db9::1', '192.168.1.5'])
    assert.equal(found(outside), 'OutsideAWS', outside);
});

test('another instance is inside, and of medium severity among accounts that belong together', () => {
  const severity = (affiliated: boolean): number | undefined =>
    credentialExfiltration(aCall('192.0.2.9'), {
      instance: () => anInstance(),
      holder: () => ({ ...OTHER, affiliated }),
      trusted: () => [],
    })?.severity;
  assert.equal(found('192.0.2.9', { holders: { '192.0.2.9': OTHER } }), 'InsideAWS');
  assert.deepEqual([severity(false), severity(true)], [8, 5]);
});

test('of an instance that is gone, the address in the credentials is still its own', () => {
  const surroundings = { instance: () => undefined, holder: () => undefined, trusted: () => [] };
  assert.equal(credentialExfiltration(aCall('10.0.0.5'), surroundings), undefined);
  assert.ok(credentialExfiltration(aCall('10.0.0.6'), surroundings));
});

test('calls of users, of anonymous callers and from no address are not judged', () => {
  const surroundings = { instance: () => undefined, holder: () => undefined, trusted: () => [] };
  assert.equal(credentialExfiltration(aCall('198.51.100.7', { identity: undefined }), surroundings), undefined);
  assert.equal(credentialExfiltration(aCall(''), surroundings), undefined);
});
