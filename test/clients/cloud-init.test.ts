import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { aCompleteInstance, PUBLIC_KEY, USER_DATA } from './a-complete-instance.test-support.ts';
import { anyOf, everyPythonWith, needs, networkNamespaces, wholeLoopback } from './available.test-support.ts';
import { startAtLinkLocal } from './link-local.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const CRAWL = fileURLToPath(new URL('cloud_init_crawl.py', import.meta.url));
const pythons = everyPythonWith('cloudinit');
const [python = 'python3'] = pythons;
const cloudInit = anyOf(pythons, 'cloud-init (Debian package cloud-init)');

interface Scenario {
  /** Whether the machine looks like one of EC2's, for which cloud-init insists on a token. */
  readonly aws: boolean;
  /** `null` for cloud-init's own, which begin with http://169.254.169.254. */
  readonly metadataUrls: readonly string[] | null;
}

interface Crawled {
  readonly crawled: {
    readonly 'meta-data': Readonly<Record<string, unknown>>;
    readonly dynamic?: { readonly 'instance-identity': Readonly<Record<string, unknown>> };
    readonly _metadata_api_version: string;
  };
  readonly userData: { readonly base64: string };
  readonly instanceId: string;
  readonly availabilityZone: string;
  readonly region: string;
  readonly publicKeys: readonly string[];
  readonly network: unknown;
}

async function crawl(scenarios: readonly Scenario[], runs = run): Promise<readonly (Crawled | null)[]> {
  const input = JSON.stringify(scenarios.map((scenario) => ({ ...scenario, folder: temporaryFolder() })));
  const { code, text, stderr }: Finished = await runs(python, [CRAWL], { input });
  assert.equal(code, 0, stderr);
  // Printed by the script above, one entry a scenario.
  return JSON.parse(text) as readonly (Crawled | null)[];
}

function assertComplete(found: Crawled | null | undefined): void {
  assert.ok(found !== null && found !== undefined, 'cloud-init found no data source');
  const { instanceId, availabilityZone, region, publicKeys, userData, crawled } = found;
  assert.equal(crawled._metadata_api_version, '2021-03-23');
  assert.deepEqual({ instanceId, availabilityZone, region, publicKeys }, EXPECTED);
  assert.equal(atob(userData.base64), USER_DATA);
  const { events, iam, 'identity-credentials': identity, metrics, ...metadata } = crawled['meta-data'];
  assert.deepEqual(metadata, EXPECTED_METADATA);
  assert.deepEqual(events, { maintenance: { history: '[]', scheduled: '[]' } });
  assert.deepEqual(metrics, { vhostmd: '<?xml version="1.0" encoding="UTF-8"?>' });
  assert.match(JSON.stringify(iam), /"InstanceProfileArn":"arn:aws:iam::111122223333:instance-profile\/app-role"/);
  assert.match(JSON.stringify(identity), /"Code":"Success",.*"AccountId":"111122223333"/);
  assert.doesNotMatch(JSON.stringify(crawled), /SecretAccessKey/);
}

function assertIdentified(found: Crawled | null | undefined): void {
  const identity = found?.crawled.dynamic?.['instance-identity'];
  assert.deepEqual(Object.keys(identity ?? {}).sort(), ['document', 'pkcs7', 'rsa2048', 'signature']);
  const document = identity?.['document'];
  assert.ok(typeof document === 'object' && document !== null && 'instanceId' in document && 'privateIp' in document);
  assert.deepEqual([document.instanceId, document.privateIp], ['i-0a1b2c3d4e5f67890', '10.1.2.3']);
}

const EXPECTED = {
  instanceId: 'i-0a1b2c3d4e5f67890',
  availabilityZone: 'eu-west-1b',
  region: 'eu-west-1',
  publicKeys: [PUBLIC_KEY],
};

const NAMES = {
  hostname: 'ip-10-1-2-3.eu-west-1.compute.internal',
  'local-hostname': 'ip-10-1-2-3.eu-west-1.compute.internal',
  'public-hostname': 'ec2-203-0-113-77.eu-west-1.compute.amazonaws.com',
};

const VPC = {
  'owner-id': '111122223333',
  'vpc-id': 'vpc-0aaaaaaaaaaaaaaa1',
  'vpc-ipv4-cidr-block': '10.1.0.0/16',
  'vpc-ipv4-cidr-blocks': '10.1.0.0/16',
};

const FIRST_INTERFACE = {
  ...VPC,
  'device-number': '0',
  'interface-id': 'eni-0aaaaaaaaaaaaaaa1',
  'ipv4-associations': { '203.0.113.77': '10.1.2.3' },
  ipv6s: '2001:db8:1:2::5',
  'local-hostname': NAMES['local-hostname'],
  'local-ipv4s': '10.1.2.3',
  mac: '0a:ff:aa:bb:cc:01',
  'public-hostname': NAMES['public-hostname'],
  'public-ipv4s': '203.0.113.77',
  'security-group-ids': ['sg-0aaaaaaaaaaaaaaa1', 'sg-0aaaaaaaaaaaaaaa2'],
  'security-groups': ['web', 'ssh'],
  'subnet-id': 'subnet-0aaaaaaaaaaaaaaa1',
  'subnet-ipv4-cidr-block': '10.1.2.0/24',
  'subnet-ipv6-cidr-blocks': '2001:db8:1:2::/64',
  'vpc-ipv6-cidr-blocks': '2001:db8:1::/56',
};

const SECOND_INTERFACE = {
  ...VPC,
  'device-number': '1',
  'interface-id': 'eni-0aaaaaaaaaaaaaaa2',
  'local-hostname': 'ip-10-1-3-4.eu-west-1.compute.internal',
  'local-ipv4s': ['10.1.3.4', '10.1.3.5'],
  mac: '0a:ff:aa:bb:cc:02',
  'security-group-ids': 'sg-0aaaaaaaaaaaaaaa2',
  'security-groups': 'ssh',
  'subnet-id': 'subnet-0aaaaaaaaaaaaaaa2',
  'subnet-ipv4-cidr-block': '10.1.3.0/24',
};

/** As cloud-init decodes it: one line is text, several are a list, and keys go by their name. */
const EXPECTED_METADATA = {
  'ami-id': 'ami-0fedcba9876543210',
  'ami-launch-index': '0',
  'ami-manifest-path': '(unknown)',
  'block-device-mapping': { ami: '/dev/xvda', ebs1: 'sdf', ephemeral0: 'sdb', root: '/dev/xvda' },
  hibernation: { configured: 'false' },
  'instance-action': 'none',
  'instance-id': 'i-0a1b2c3d4e5f67890',
  'instance-life-cycle': 'on-demand',
  'instance-type': 'm5.large',
  ipv6: '2001:db8:1:2::5',
  'local-ipv4': '10.1.2.3',
  mac: '0a:ff:aa:bb:cc:01',
  network: { interfaces: { macs: { '0a:ff:aa:bb:cc:01': FIRST_INTERFACE, '0a:ff:aa:bb:cc:02': SECOND_INTERFACE } } },
  placement: {
    'availability-zone': 'eu-west-1b',
    'availability-zone-id': 'euw1-az2',
    'group-name': 'web-group',
    'partition-number': '3',
    region: 'eu-west-1',
  },
  profile: 'default-hvm',
  'public-ipv4': '203.0.113.77',
  'public-keys': { 'ops-key': [PUBLIC_KEY] },
  'reservation-id': 'r-0a9b8c7d6e5f43210',
  'security-groups': ['web', 'ssh'],
  services: { domain: 'amazonaws.com', partition: 'aws' },
  tags: { instance: { Name: 'web-1', 'team:owner': 'platform & infra', Empty: '' } },
  ...NAMES,
};

const EXPECTED_NETWORK = {
  version: 2,
  ethernets: {
    eth0: {
      dhcp4: true,
      'dhcp4-overrides': { 'route-metric': 100 },
      dhcp6: true,
      'dhcp6-overrides': { 'route-metric': 100 },
      match: { macaddress: '0a:ff:aa:bb:cc:01' },
      'set-name': 'eth0',
    },
    eth1: {
      addresses: ['10.1.3.5/24'],
      dhcp4: true,
      'dhcp4-overrides': { 'route-metric': 200 },
      dhcp6: false,
      match: { macaddress: '0a:ff:aa:bb:cc:02' },
      'set-name': 'eth1',
    },
  },
};

suite("cloud-init's Ec2 data source", needs(cloudInit, wholeLoopback), async () => {
  const binary = Buffer.from([0x1f, 0x8b, 0, 0xff, 0xfe, 10, 0x80]);
  const [optional, required, bare] = await Promise.all([
    startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'optional' }) }),
    startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'required' }) }),
    startOpenimds({
      configuration: `
instances:
  - { id: i-00000000000000001, userDataBase64: "${binary.toString('base64')}", metadataOptions: { httpTokens: optional } }
  - { metadataOptions: { httpEndpoint: disabled }, attach: [{ destination: 127.0.4.2 }] }`,
    }),
  ]);
  const [onOptional, onRequired, elsewhere, ofBare, ofDisabled] = await crawl([
    { aws: true, metadataUrls: [optional.url] },
    { aws: true, metadataUrls: [required.url] },
    { aws: false, metadataUrls: [optional.url] },
    { aws: true, metadataUrls: ['http://no-such-host.invalid', bare.url] },
    { aws: true, metadataUrls: [`http://127.0.4.2:${bare.port}`] },
  ]);

  test('ends with everything where tokens are optional', () => assertComplete(onOptional));
  test('ends with everything where tokens are required', () => assertComplete(onRequired));
  test('ends with everything without tokens, on a machine that is not of EC2', () => {
    assertComplete(elsewhere);
    assert.equal(elsewhere?.crawled.dynamic, undefined);
  });

  test('reads the identity document and its signatures', () => assertIdentified(onRequired));

  test('configures every interface with its addresses', () => assert.deepEqual(onRequired?.network, EXPECTED_NETWORK));

  test('reads binary user data, and of an instance that has nothing else', () => {
    assert.equal(ofBare?.instanceId, 'i-00000000000000001');
    assert.equal(ofBare.userData.base64, binary.toString('base64'));
    assert.deepEqual(ofBare.publicKeys, []);
  });

  test('finds no data source where the endpoint is disabled', () => assert.equal(ofDisabled, null));
});

suite("cloud-init's Ec2 data source, at the addresses it knows", needs(cloudInit, networkNamespaces()), () => {
  test('ends with everything', async () => {
    const destinations = ['169.254.169.254', 'fd00:ec2::254'];
    const openimds = await startAtLinkLocal(aCompleteInstance({ httpTokens: 'required', destinations }), destinations);
    const [found] = await crawl([{ aws: true, metadataUrls: null }], openimds.inside);
    assertComplete(found);
    assertIdentified(found);
    assert.deepEqual(found?.network, EXPECTED_NETWORK);
  });
});
