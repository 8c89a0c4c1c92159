import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeInstance } from './complete-instance.ts';
import { deriveInstanceId, parseAccountId, parseInstanceId } from './ids.ts';
import type { Instance } from './instance.ts';
import type { InstanceDeclaration } from './instance-declaration.ts';
import { BUILT_IN_METADATA_OPTIONS } from './metadata-options.ts';
import { availabilityZoneId, partitionOf } from './region.ts';
import { isMetadataTagKey } from './tag-key.ts';

function complete(said: Partial<InstanceDeclaration> = {}): Instance {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  return completeInstance({
    id: deriveInstanceId('a'),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: 1000,
    revisedAtMs: 2000,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...said,
  });
}

test('what is not said is derived, and always alike', () => {
  assert.deepEqual(complete(), complete());
  const [eni] = complete().networkInterfaces;
  assert.match(eni.mac, /^02(?::[0-9a-f]{2}){5}$/);
  assert.match(eni.interfaceId, /^eni-[0-9a-f]{17}$/);
  assert.match(eni.privateIpv4s[0] ?? '', /^172\.31\.(?:\d|1[0-5])\.\d+$/);
  assert.equal(eni.subnetIpv4Cidr, '172.31.0.0/20');
  assert.equal(complete().credentialsSinceMs, 1000);
});

test('two instances differ in everything that is theirs, and share what is not', () => {
  const [one, other] = [complete(), complete({ id: deriveInstanceId('b') })];
  assert.notEqual(one.networkInterfaces[0].mac, other.networkInterfaces[0].mac);
  assert.notEqual(one.reservationId, other.reservationId);
  assert.equal(one.networkInterfaces[0].vpcId, other.networkInterfaces[0].vpcId);
  assert.equal(one.networkInterfaces[0].subnetId, other.networkInterfaces[0].subnetId);
});

test('what is said is kept, and what follows from it is derived from it', () => {
  const { networkInterfaces } = complete({
    region: 'eu-west-1',
    networkInterfaces: [
      {
        privateIpv4s: ['10.1.35.7'],
        publicAddresses: [{ publicIpv4: '203.0.113.25' }],
        securityGroups: [{ name: 'web' }],
      },
      { ipv6s: ['2001:db8:0:12ab::5'] },
    ],
  });
  const [first, second] = networkInterfaces;
  assert.equal(first.localHostname, 'ip-10-1-35-7.eu-west-1.compute.internal');
  assert.equal(first.publicHostname, 'ec2-203-0-113-25.eu-west-1.compute.amazonaws.com');
  assert.deepEqual(first.publicAddresses, [{ publicIpv4: '203.0.113.25', privateIpv4: '10.1.35.7' }]);
  assert.equal(first.subnetIpv4Cidr, '10.1.32.0/20');
  assert.deepEqual(first.vpcIpv4Cidrs, ['10.1.0.0/16']);
  assert.match(first.securityGroups[0]?.id ?? '', /^sg-[0-9a-f]{17}$/);
  assert.equal(second?.deviceNumber, 1);
  assert.deepEqual(second?.privateIpv4s, [], 'an interface with nothing but IPv6 addresses has no other');
  assert.deepEqual(second?.subnetIpv6Cidrs, ['2001:db8:0:12ab::/64']);
  assert.deepEqual(second?.vpcIpv6Cidrs, ['2001:db8:0:1200::/56']);
});

test('names of us-east-1 are the short ones', () => {
  const [eni] = complete({
    networkInterfaces: [{ privateIpv4s: ['10.0.0.5'], publicAddresses: [{ publicIpv4: '198.51.100.1' }] }],
  }).networkInterfaces;
  assert.equal(eni.localHostname, 'ip-10-0-0-5.ec2.internal');
  assert.equal(eni.publicHostname, 'ec2-198-51-100-1.compute-1.amazonaws.com');
});

test('Graviton types are arm64', () => {
  const architecture = (instanceType: string): string => complete({ instanceType }).architecture;
  for (const type of ['a1.large', 't4g.micro', 'c7gn.xlarge', 'im4gn.large', 'm8g.metal-24xl'])
    assert.equal(architecture(type), 'arm64', type);
  for (const type of ['t3.micro', 'g4dn.xlarge', 'g5.2xlarge', 'p4d.24xlarge', 'm7i-flex.large'])
    assert.equal(architecture(type), 'x86_64', type);
});

test('availability zones have ids as AWS spells them', () => {
  assert.equal(availabilityZoneId('us-east-1a'), 'use1-az1');
  assert.equal(availabilityZoneId('ap-southeast-2c'), 'apse2-az3');
  assert.equal(availabilityZoneId('us-gov-west-1b'), 'usgw1-az2');
  assert.equal(availabilityZoneId('home'), 'home');
});

test('Regions belong to their partitions', () => {
  const names = ['us-east-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1'];
  assert.deepEqual(
    names.map((name) => partitionOf(name).name),
    ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e'],
  );
});

test('ids are of EC2 shape', () => {
  assert.ok(parseInstanceId('i-0123456789abcdef0').ok);
  assert.ok(parseInstanceId('i-01234567').ok);
  for (const text of ['', 'i-', 'i-0123456789ABCDEF0', 'i-0123456789abcdef01', 'x-0123456789abcdef0'])
    assert.ok(!parseInstanceId(text).ok, text);
  assert.ok(!parseAccountId('1234').ok);
  const ids = new Set(Array.from({ length: 20_000 }, (_, index) => deriveInstanceId(`123456789012/${index}`)));
  assert.equal(ids.size, 20_000);
});

test('metadata shows only tag keys that can be a path', () => {
  for (const key of ['Name', 'a:b', 'k=v', '@x', 'a'.repeat(128)]) assert.ok(isMetadataTagKey(key), key);
  for (const key of ['', '.', '..', '_index', 'a b', 'a/b', 'ä', 'a'.repeat(129)])
    assert.ok(!isMetadataTagKey(key), key);
});
