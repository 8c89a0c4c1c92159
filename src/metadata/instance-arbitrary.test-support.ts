import * as fc from 'fast-check';
import { TARGET_LIFECYCLE_STATES } from '#model';
import type { InstanceProfile, MaintenanceEvent, ManagedSshKeys, NetworkInterfaceDeclaration } from '#model';
import { anInstance, options } from './an-instance.test-support.ts';
import type { Said } from './an-instance.test-support.ts';

/** Keys that must be told from what every object inherits, keys that no path can carry, and ordinary ones. */
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '.', '..', '', '_index', '0=x', 'a/b', 'a b', 'a%2Fb', 'é\n'),
  fc.stringMatching(/^[A-Za-z0-9+\-=.,_:@]{1,20}$/),
);
const record = fc
  .array(fc.tuple(key, fc.string({ maxLength: 8 })), { maxLength: 5 })
  .map((entries): Record<string, string> => Object.fromEntries(entries));
const timeMs = fc.integer({ min: 0, max: Date.UTC(2099, 0, 1) });
const ipv4 = fc.ipV4();
const words = fc.array(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { maxLength: 3 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const networkInterface: fc.Arbitrary<NetworkInterfaceDeclaration> = fc.record({
  networkCard: maybe(fc.nat(3)),
  privateIpv4s: fc.array(ipv4, { maxLength: 3 }),
  publicAddresses: fc.array(fc.record({ publicIpv4: ipv4, privateIpv4: ipv4 }), { maxLength: 2 }),
  publicHostname: maybe(fc.domain()),
  ipv6s: fc.array(fc.constantFrom('2600:1f16::1', '2600:1f16::2'), { maxLength: 2 }),
  ipv4Prefixes: fc.array(fc.constant('10.0.0.16/28'), { maxLength: 1 }),
  ipv6Prefixes: fc.array(fc.constant('2001:db8::/80'), { maxLength: 1 }),
  securityGroups: words.map((names) => names.map((name) => ({ name }))),
  vpcIpv4Cidrs: fc.array(fc.constantFrom('10.0.0.0/16', '10.1.0.0/16'), { maxLength: 2 }),
});

const maintenanceEvent: fc.Arbitrary<MaintenanceEvent> = fc.record({
  eventId: fc.string(),
  code: fc.constantFrom('instance-stop', 'system-reboot'),
  description: fc.string(),
  state: fc.constantFrom('active', 'completed', 'canceled'),
  notBeforeMs: timeMs,
  notAfterMs: maybe(timeMs),
  notBeforeDeadlineMs: maybe(timeMs),
});

const instanceProfile: fc.Arbitrary<InstanceProfile> = fc.record({
  name: fc.string(),
  arn: fc.string(),
  id: fc.string(),
  status: fc.constantFrom('ready', 'profile-not-found', 'no-role', 'role-unauthorized'),
  roleName: key,
  roleId: fc.string(),
  roleArn: fc.string(),
});

const managedSshKeys: fc.Arbitrary<ManagedSshKeys> = fc.record({
  signerCert: fc.string(),
  activeKeys: record,
  signerOcsp: record,
});

const said: fc.Arbitrary<Said> = fc.record({
  region: fc.constantFrom('us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1'),
  launchTimeMs: timeMs,
  ancestorAmiIds: words,
  kernelId: maybe(fc.constant('aki-1')),
  ramdiskId: maybe(fc.constant('ari-1')),
  productCodes: words,
  billingProducts: words,
  placementGroupName: maybe(fc.constant('pg')),
  hostId: maybe(fc.constant('h-1')),
  partitionNumber: maybe(fc.nat(7)),
  blockDevices: record,
  keyPair: maybe(fc.record({ name: fc.stringMatching(/^[ -~]{1,20}$/), publicKey: fc.string() })),
  userDataBase64: maybe(fc.base64String({ maxLength: 8 })),
  tags: record,
  metadataOptions: fc.constantFrom('enabled', 'disabled').map(options),
  instanceProfile: maybe(instanceProfile),
  monitoring: fc.constantFrom('enabled', 'disabled', undefined),
  hibernationConfigured: maybe(fc.boolean()),
  targetLifecycleState: maybe(fc.constantFrom(...TARGET_LIFECYCLE_STATES)),
  spotInterruption: maybe(fc.record({ action: fc.constantFrom('terminate', 'stop', 'hibernate'), timeMs })),
  rebalanceNoticeMs: maybe(timeMs),
  scheduledEvents: fc.array(maintenanceEvent, { maxLength: 2 }),
  eventHistory: fc.array(maintenanceEvent, { maxLength: 2 }),
  managedSshKeys: maybe(managedSshKeys),
  elasticGpus: record,
  elasticInference: record,
  networkInterfaces: fc.array(networkInterface, { maxLength: 3 }),
});

/** Any instance at all, with keys that a careless lookup stumbles over. */
export const instances = said.map(anInstance);
