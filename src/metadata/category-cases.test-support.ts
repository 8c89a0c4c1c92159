import { deriveInstanceId } from '#model';
import type { InstanceProfile, NetworkInterfaceDeclaration } from '#model';
import { options } from './an-instance.test-support.ts';
import type { Said } from './an-instance.test-support.ts';
import type { Content, Material } from './index.ts';

/** What a category promises, written down a second time from the documentation. */
export interface CategoryCase {
  /** Below the version directory. */
  readonly path: string;
  readonly since: string;
  readonly answers: Content;
  /** What must be said of an instance for it to be present. */
  readonly given: Said;
  /** What makes it absent; without it the category is always present. */
  readonly absent?: Said;
}

const text = (text: string): Content => ({ kind: 'text', text });
const material = (material: Material): Content => ({ kind: 'issued', material });

const INSTANCE_ID = deriveInstanceId('case');
const MACS = 'meta-data/network/interfaces/macs';
const MAC = '02:29:96:8f:6a:2d';
const PROFILE: InstanceProfile = {
  name: 'web',
  arn: 'arn:aws:iam::123456789012:instance-profile/web',
  id: 'AIPAVMQT32F2QEXAMPLE',
  status: 'ready',
  roleName: 'web-role',
  roleId: 'AROAVMQT32F2QEXAMPLE',
  roleArn: 'arn:aws:iam::123456789012:role/web-role',
};
const KEYS = { signerCert: '-----BEGIN', activeKeys: { ubuntu: 'ssh-ed25519 A' }, signerOcsp: { ab12: 'MIIB' } };
const GROUPS = [
  { name: 'web', id: 'sg-1' },
  { name: 'ssh', id: 'sg-2' },
];
const CIDRS = ['10.0.0.0/16', '10.1.0.0/16'];
const NOTHING: Said = {};
const on = (networkInterface: NetworkInterfaceDeclaration): Said => ({
  networkInterfaces: [{ mac: MAC, ...networkInterface }],
});
const IPV6_ONLY = on({ ipv6s: ['2600:1f16:67f:f201::5'] });
const PUBLIC = on({ privateIpv4s: ['10.0.0.5'], publicAddresses: [{ publicIpv4: '203.0.113.25' }] });

function always(path: string, since: string, answers: string | Content, given = NOTHING): CategoryCase {
  return {
    path,
    since,
    answers: typeof answers === 'string' ? text(answers) : answers,
    given: { id: INSTANCE_ID, ...given },
  };
}

function when(path: string, since: string, answers: string | Content, given: Said, absent = NOTHING): CategoryCase {
  return { ...always(path, since, answers, given), absent };
}

function ofInterface(
  leaf: string,
  since: string,
  answers: string,
  given: NetworkInterfaceDeclaration = {},
  absent = NOTHING,
): CategoryCase {
  return when(`${MACS}/${MAC}/${leaf}`, since, answers, on(given), absent);
}

const DOCUMENT = `{
  "accountId" : "123456789012",
  "architecture" : "x86_64",
  "availabilityZone" : "us-west-2b",
  "billingProducts" : null,
  "devpayProductCodes" : null,
  "marketplaceProductCodes" : null,
  "imageId" : "ami-07cc75e9e8f9300eb",
  "instanceId" : "${INSTANCE_ID}",
  "instanceType" : "t2.micro",
  "kernelId" : null,
  "pendingTime" : "2022-03-27T02:35:30Z",
  "privateIp" : "10.158.112.84",
  "ramdiskId" : null,
  "region" : "us-west-2",
  "version" : "2017-09-30"
}`;
const DOCUMENTED: Said = {
  region: 'us-west-2',
  availabilityZone: 'us-west-2b',
  imageId: 'ami-07cc75e9e8f9300eb',
  instanceType: 't2.micro',
  ...on({ privateIpv4s: ['10.158.112.84'] }),
};

/** Every category of the documentation, and the few that only captures or clients show. */
export const CASES: readonly CategoryCase[] = [
  always('meta-data/ami-id', '1.0', 'ami-1', { imageId: 'ami-1' }),
  always('meta-data/ami-launch-index', '1.0', '3', { amiLaunchIndex: 3 }),
  always('meta-data/ami-manifest-path', '1.0', '(unknown)'),
  when('meta-data/ancestor-ami-ids', '2007-10-10', 'ami-1\nami-2', { ancestorAmiIds: ['ami-1', 'ami-2'] }),
  when('meta-data/autoscaling/target-lifecycle-state', '2021-07-15', 'Warmed:Stopped', {
    targetLifecycleState: 'Warmed:Stopped',
  }),
  when(
    'meta-data/block-device-mapping/ebs1',
    '2007-12-15',
    'sdf',
    { blockDevices: { ami: '/dev/xvda', root: '/dev/xvda', ebs1: 'sdf' } },
    { blockDevices: {} },
  ),
  when('meta-data/elastic-gpus/associations/egpu-1', '2016-11-30', '{"id":1}', {
    elasticGpus: { 'egpu-1': '{"id":1}' },
  }),
  when(
    'meta-data/elastic-inference/associations/eia-1',
    '2018-11-29',
    '{"version_2018_04_12":{"elastic-inference-accelerator-id":"eia-1","elastic-inference-accelerator-type":"eia1.medium"}}',
    { elasticInference: { 'eia-1': 'eia1.medium' } },
  ),
  always('meta-data/events/maintenance/history', '2018-08-17', '[]'),
  always('meta-data/events/maintenance/scheduled', '2018-08-17', '[]'),
  when('meta-data/events/recommendations/rebalance', '2020-10-27', '{"noticeTime": "2020-10-27T08:22:00Z"}', {
    rebalanceNoticeMs: Date.UTC(2020, 9, 27, 8, 22),
  }),
  when(
    'meta-data/hibernation/configured',
    '2018-09-24',
    'false',
    { hibernationConfigured: false },
    { hibernationConfigured: undefined },
  ),
  always('meta-data/hostname', '1.0', 'ip-10-0-0-5.ec2.internal', on({ privateIpv4s: ['10.0.0.5'] })),
  when('meta-data/iam/info', '2012-01-12', material('iam-info'), { instanceProfile: PROFILE }),
  when(
    'meta-data/iam/security-credentials/web-role',
    '2012-01-12',
    material('role-credentials'),
    { instanceProfile: PROFILE },
    { instanceProfile: { ...PROFILE, status: 'no-role', roleName: '' } },
  ),
  when('meta-data/iam/security-credentials-extended/web-role', '2012-01-12', material('role-credentials-extended'), {
    instanceProfile: PROFILE,
  }),
  always('meta-data/identity-credentials/ec2/info', '2018-05-23', material('identity-credentials-info')),
  always(
    'meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
    '2018-05-23',
    material('instance-identity-credentials'),
  ),
  always('meta-data/instance-action', '2008-09-01', 'none'),
  always('meta-data/instance-id', '1.0', INSTANCE_ID),
  always('meta-data/instance-life-cycle', '2019-10-01', 'spot', { lifeCycle: 'spot' }),
  always('meta-data/instance-type', '2007-08-29', 'm7g.large', { instanceType: 'm7g.large' }),
  when('meta-data/ipv6', '2021-01-03', '2600:1f16:67f:f201::5', IPV6_ONLY),
  when('meta-data/kernel-id', '2008-02-01', 'aki-5c21674b', { kernelId: 'aki-5c21674b' }),
  always('meta-data/local-hostname', '2007-01-19', 'db.internal', on({ localHostname: 'db.internal' })),
  when('meta-data/local-ipv4', '1.0', '10.0.0.5', on({ privateIpv4s: ['10.0.0.5', '10.0.0.6'] }), IPV6_ONLY),
  always('meta-data/mac', '2011-01-01', MAC, on({})),
  when('meta-data/managed-ssh-keys/active-keys/ubuntu', '2019-10-01', 'ssh-ed25519 A', { managedSshKeys: KEYS }),
  when('meta-data/managed-ssh-keys/signer-cert', '2019-10-01', '-----BEGIN', { managedSshKeys: KEYS }),
  when('meta-data/managed-ssh-keys/signer-ocsp/ab12', '2019-10-01', 'MIIB', { managedSshKeys: KEYS }),
  always('meta-data/metrics/vhostmd', '2011-05-01', '<?xml version="1.0" encoding="UTF-8"?>'),
  always('meta-data/placement/availability-zone', '2008-02-01', 'us-east-1a'),
  always('meta-data/placement/availability-zone-id', '2019-10-01', 'use1-az1'),
  when('meta-data/placement/group-name', '2020-08-24', 'my-pg', { placementGroupName: 'my-pg' }),
  when('meta-data/placement/host-id', '2020-08-24', 'h-0da999999f9999fb9', { hostId: 'h-0da999999f9999fb9' }),
  when('meta-data/placement/partition-number', '2020-08-24', '0', { partitionNumber: 0 }),
  always('meta-data/placement/region', '2020-08-24', 'eu-central-1', { region: 'eu-central-1' }),
  when('meta-data/product-codes', '2007-03-01', 'a\nb', { productCodes: ['a', 'b'] }),
  always('meta-data/profile', '2011-05-01', 'default-hvm'),
  when('meta-data/public-hostname', '2007-01-19', 'ec2-203-0-113-25.compute-1.amazonaws.com', PUBLIC),
  when('meta-data/public-ipv4', '2007-01-19', '203.0.113.25', PUBLIC),
  when('meta-data/public-keys/0/openssh-key', '1.0', 'ssh-rsa AAAA my key\n', {
    keyPair: { name: 'my key', publicKey: 'ssh-rsa AAAA my key' },
  }),
  when('meta-data/ramdisk-id', '2007-10-10', 'ari-01bb5768', { ramdiskId: 'ari-01bb5768' }),
  always('meta-data/reservation-id', '1.0', 'r-1', { reservationId: 'r-1' }),
  always('meta-data/security-groups', '1.0', 'web\nssh', on({ securityGroups: [{ name: 'web' }, { name: 'ssh' }] })),
  always('meta-data/services/domain', '2014-02-25', 'amazonaws.com.cn', { region: 'cn-north-1' }),
  always('meta-data/services/partition', '2015-10-20', 'aws-us-gov', { region: 'us-gov-west-1' }),
  when('meta-data/spot/instance-action', '2016-11-15', '{"action": "stop", "time": "2017-09-18T08:22:00Z"}', {
    spotInterruption: { action: 'stop', timeMs: Date.UTC(2017, 8, 18, 8, 22) },
  }),
  when(
    'meta-data/spot/termination-time',
    '2014-11-05',
    '2015-01-05T18:02:00Z',
    { spotInterruption: { action: 'terminate', timeMs: Date.UTC(2015, 0, 5, 18, 2, 0, 999) } },
    { spotInterruption: { action: 'hibernate', timeMs: 0 } },
  ),
  always('meta-data/system', '2022-09-24', 'nitro'),
  when(
    'meta-data/tags/instance/team:name=x',
    '2021-03-23',
    'blue',
    { tags: { 'team:name=x': 'blue' }, metadataOptions: options('enabled') },
    { tags: { 'team:name=x': 'blue' }, metadataOptions: options('disabled') },
  ),

  ofInterface('device-number', '2011-01-01', '0'),
  ofInterface('interface-id', '2011-01-01', 'eni-1', { interfaceId: 'eni-1' }),
  when(`${MACS}/${MAC}/ipv4-associations/203.0.113.25`, '2011-01-01', '10.0.0.5', PUBLIC, on({})),
  ofInterface('ipv4-prefix', '2021-07-15', '10.0.0.16/28', { ipv4Prefixes: ['10.0.0.16/28'] }, on({})),
  ofInterface('ipv6-prefix', '2021-07-15', '2001:db8::/80', { ipv6Prefixes: ['2001:db8::/80'] }, on({})),
  ofInterface('ipv6s', '2016-06-30', '2001:db8::1\n2001:db8::2', { ipv6s: ['2001:db8::1', '2001:db8::2'] }, on({})),
  ofInterface('local-hostname', '2007-01-19', 'db.internal', { localHostname: 'db.internal' }),
  ofInterface('local-ipv4s', '2011-01-01', '10.0.0.5\n10.0.0.6', { privateIpv4s: ['10.0.0.5', '10.0.0.6'] }, IPV6_ONLY),
  ofInterface('mac', '2011-01-01', MAC),
  ofInterface('network-card', '2020-11-01', '0', { networkCard: 0 }, on({})),
  ofInterface('network-card-index', '2020-11-01', '1', { networkCard: 1 }, on({})),
  ofInterface('owner-id', '2011-01-01', '123456789012'),
  ofInterface('public-hostname', '2011-01-01', 'www.example.com', { publicHostname: 'www.example.com' }, on({})),
  when(`${MACS}/${MAC}/public-ipv4s`, '2011-01-01', '203.0.113.25', PUBLIC, on({})),
  ofInterface('security-group-ids', '2011-01-01', 'sg-1\nsg-2', { securityGroups: GROUPS }),
  ofInterface('security-groups', '2011-01-01', 'web\nssh', { securityGroups: GROUPS }),
  ofInterface('subnet-id', '2011-01-01', 'subnet-1', { subnetId: 'subnet-1' }),
  ofInterface('subnet-ipv4-cidr-block', '2011-01-01', '10.0.0.0/24', { subnetIpv4Cidr: '10.0.0.0/24' }, IPV6_ONLY),
  ofInterface(
    'subnet-ipv6-cidr-blocks',
    '2016-06-30',
    '2600:1f16::/64',
    { subnetIpv6Cidrs: ['2600:1f16::/64'] },
    on({}),
  ),
  ofInterface('vpc-id', '2011-01-01', 'vpc-1', { vpcId: 'vpc-1' }),
  ofInterface('vpc-ipv4-cidr-block', '2011-01-01', '10.0.0.0/16', { vpcIpv4Cidrs: CIDRS }, IPV6_ONLY),
  ofInterface('vpc-ipv4-cidr-blocks', '2016-06-30', '10.0.0.0/16\n10.1.0.0/16', { vpcIpv4Cidrs: CIDRS }, IPV6_ONLY),
  ofInterface('vpc-ipv6-cidr-blocks', '2016-06-30', '2600:1f16::/56', { vpcIpv6Cidrs: ['2600:1f16::/56'] }, on({})),

  when('dynamic/fws/instance-monitoring', '2009-04-04', 'enabled', { monitoring: 'enabled' }),
  always('dynamic/instance-identity/document', '2009-04-04', DOCUMENT, DOCUMENTED),
  always('dynamic/instance-identity/pkcs7', '2009-04-04', material('pkcs7')),
  always('dynamic/instance-identity/rsa2048', '2009-04-04', material('rsa2048')),
  always('dynamic/instance-identity/signature', '2009-04-04', material('signature')),
  when(
    'user-data',
    '1.0',
    { kind: 'user-data', base64: 'IyEvYmluL3No' },
    { userDataBase64: 'IyEvYmluL3No' },
    { userDataBase64: '' },
  ),
];
