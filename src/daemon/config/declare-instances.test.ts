import assert from 'node:assert/strict';
import { test } from 'node:test';

import { err } from '#base';
import { formatDocumentErrors } from '#document';
import { completeInstance } from '#model';

import type { Configuration } from './configuration.ts';
import { declareInstances } from './declare-instances.ts';
import { DEFAULT_CONFIGURATION } from './default-configuration.ts';
import { parseConfiguration } from './parse-configuration.ts';

const noFile = (): ReturnType<Parameters<typeof parseConfiguration>[2]> => err('no such file');
const times = (): { launchTimeMs: number; revisedAtMs: number } => ({ launchTimeMs: 1000, revisedAtMs: 2000 });

function parse(text: string): Configuration {
  const parsed = parseConfiguration(text, 'openimds.yaml', noFile);
  if (!parsed.ok) assert.fail(formatDocumentErrors(parsed.error));
  return parsed.value;
}

test('options are decided launch, account, image, built-in', () => {
  const configuration = parse(`
metadataDefaults: { httpPutResponseHopLimit: 1 }
images: { ami-1: { imdsSupport: v2.0 } }
instances:
  - { imageId: ami-1 }
  - { imageId: ami-2, metadataOptions: { httpPutResponseHopLimit: 3 } }
`);
  const options = declareInstances(configuration, times).map(({ metadataOptions }) => metadataOptions);
  assert.deepEqual(
    options.map(({ httpTokens, httpPutResponseHopLimit }) => [httpTokens, httpPutResponseHopLimit]),
    [
      ['required', 1],
      ['optional', 3],
    ],
  );
});

test('an instance is named and timed by the file, or by its place and by the memory of the daemon', () => {
  const text = 'instances: [{ launchTime: 2026-01-31T12:00:00Z }, {}]';
  const [first, second] = declareInstances(parse(text), times);
  const [again] = declareInstances(parse(text), times);
  assert.equal(first?.launchTimeMs, Date.UTC(2026, 0, 31, 12));
  assert.equal(second?.launchTimeMs, 1000);
  assert.equal(second?.revisedAtMs, 2000);
  assert.equal(first?.id, again?.id);
  assert.notEqual(first?.id, second?.id);
});

test('everything the file can say arrives in the model', () => {
  const configuration = parse(`
roles: { app: { issuer: { process: { command: [./mint, now] } } } }
instances:
  - id: i-0123456789abcdef0
    iamInstanceProfile: app
    keyPair:
      name: k
      publicKey: |
        ssh-ed25519 AAAA me
    virtualizationType: paravirtual
    placement: { groupName: pg, hostId: h-1, partitionNumber: 2 }
    autoScaling: { targetLifecycleState: "Warmed:Stopped" }
    spot: { instanceAction: { action: stop, time: 2026-01-31T12:00:00Z } }
    rebalanceNoticeTime: 2026-01-31T11:58:00Z
    blockDevices: { root: /dev/sda1, ebs1: sdf }
    maintenanceEvents:
      - { code: system-reboot, notBefore: 2026-02-01T00:00:00Z, notAfter: 2026-02-01T01:00:00Z }
      - { code: instance-stop, state: canceled, description: gone, notBefore: 2026-02-01T00:00:00Z, instanceEventId: instance-event-1 }
    networkInterfaces:
      - privateIpAddress: 10.0.0.5
        publicIpAddress: 203.0.113.25
        privateIpAddresses: [10.0.0.6, { privateIpAddress: 10.0.0.7, publicIpAddress: 203.0.113.26 }]
        ipv6Addresses: ["2001:DB8:0::5"]
        mac: "02:00:00:00:00:0A"
        securityGroups: [web, { id: sg-1, name: db }]
      - deviceIndex: 3
    attach: [{ destination: 127.0.0.5, network: blue }]
`);
  const [declared] = declareInstances(configuration, times);
  assert.ok(declared);
  const instance = completeInstance(declared);
  assert.equal(instance.instanceProfile?.roleName, 'app');
  assert.equal(instance.keyPair?.publicKey, 'ssh-ed25519 AAAA me');
  assert.equal(instance.virtualizationProfile, 'default-paravirtual');
  assert.deepEqual([instance.placementGroupName, instance.hostId, instance.partitionNumber], ['pg', 'h-1', 2]);
  assert.equal(instance.targetLifecycleState, 'Warmed:Stopped');
  assert.deepEqual(instance.spotInterruption, { action: 'stop', timeMs: Date.UTC(2026, 0, 31, 12) });
  assert.equal(instance.rebalanceNoticeMs, Date.UTC(2026, 0, 31, 11, 58));
  assert.deepEqual(instance.blockDevices, { ami: '/dev/sda1', root: '/dev/sda1', ebs1: 'sdf' });
  assert.equal(instance.scheduledEvents[0]?.notAfterMs, Date.UTC(2026, 1, 1, 1));
  assert.match(instance.scheduledEvents[0]?.eventId ?? '', /^instance-event-[0-9a-f]{17}$/);
  assert.deepEqual(
    instance.eventHistory.map(({ eventId, state }) => [eventId, state]),
    [['instance-event-1', 'canceled']],
  );
  const [primary, secondary] = instance.networkInterfaces;
  assert.deepEqual(primary.privateIpv4s, ['10.0.0.5', '10.0.0.6', '10.0.0.7']);
  assert.deepEqual(primary.publicAddresses, [
    { publicIpv4: '203.0.113.25', privateIpv4: '10.0.0.5' },
    { publicIpv4: '203.0.113.26', privateIpv4: '10.0.0.7' },
  ]);
  assert.deepEqual([primary.ipv6s, primary.mac], [['2001:db8::5'], '02:00:00:00:00:0a']);
  assert.deepEqual(primary.securityGroups[1], { id: 'sg-1', name: 'db' });
  assert.equal(secondary?.deviceNumber, 3);
  assert.deepEqual(instance.attachments, [{ kind: 'destination', address: '127.0.0.5', network: 'blue' }]);
  assert.deepEqual(configuration.roles.get('app')?.issuer, {
    kind: 'process',
    command: ['./mint', 'now'],
    timeoutSeconds: 60,
  });
});

test('without a file there is one instance with something in every category people look for first', () => {
  const [declared] = declareInstances(DEFAULT_CONFIGURATION, times);
  assert.ok(declared);
  const instance = completeInstance(declared);
  assert.equal(instance.metadataOptions.instanceMetadataTags, 'enabled');
  assert.equal(instance.tags['Name'], 'openimds-1');
  assert.match(atob(instance.userDataBase64 ?? ''), /^#cloud-config\n/);
  assert.equal(instance.networkInterfaces[0].publicAddresses[0]?.publicIpv4, '203.0.113.25');
  assert.equal(instance.instanceProfile?.status, 'ready');
  assert.ok(instance.keyPair);
});
