import { SPOT_ACTIONS, TARGET_LIFECYCLE_STATES } from '#model';
import * as z from 'zod';

import { attachmentSchema } from './attachment-schema.ts';
import { networkInterfaceSchema } from './network-interface-schema.ts';
import { overridesSchema } from './override-schema.ts';
import {
  availabilityZone,
  availabilityZoneId,
  byName,
  instanceId,
  instanceType,
  resourceId,
  roleName,
  text,
  timestamp,
  whole,
} from './scalars.ts';

const onOrOff = z.enum(['enabled', 'disabled']);
const pem = z.string().min(1).max(65_536);

/** The options an account may set a default for: all but `httpProtocolIpv6` (EC2 `ModifyInstanceMetadataDefaults`). */
export const metadataDefaultsSchema = z.strictObject({
  httpTokens: z.enum(['optional', 'required']).exactOptional(),
  httpPutResponseHopLimit: whole(1, 64).exactOptional(),
  httpEndpoint: onOrOff.exactOptional(),
  instanceMetadataTags: onOrOff.exactOptional(),
});

const metadataOptionsSchema = z.strictObject({
  ...metadataDefaultsSchema.shape,
  httpProtocolIpv6: onOrOff.exactOptional(),
});

const maintenanceEvent = z.strictObject({
  instanceEventId: text(128).exactOptional(),
  code: z.enum(['instance-stop', 'instance-retirement', 'instance-reboot', 'system-reboot', 'system-maintenance']),
  description: text(1024).exactOptional(),
  state: z.enum(['active', 'completed', 'canceled']).exactOptional(),
  notBefore: timestamp,
  notAfter: timestamp.exactOptional(),
  notBeforeDeadline: timestamp.exactOptional(),
});

const managedSshKeys = z.strictObject({
  signerCert: pem,
  activeKeys: byName(text(64), pem, 100).exactOptional(),
  signerOcsp: byName(text(256), pem, 100).exactOptional(),
});

const placement = z.strictObject({
  groupName: text(255).exactOptional(),
  hostId: resourceId('h').exactOptional(),
  partitionNumber: whole(1, 7).exactOptional(),
});

const spot = z.strictObject({
  instanceAction: z
    .strictObject({ action: z.enum(['terminate', 'stop', 'hibernate']), time: timestamp })
    .exactOptional(),
});

/** What may be asked for in a second; 0: anything. */
export const throttleSchema = z.strictObject({
  packetsPerSecond: whole(0, 1_000_000).exactOptional(),
  requestsPerSecond: whole(0, 1_000_000).exactOptional(),
});

/** One entry of `instances`. */
export const instanceSchema = z.strictObject({
  id: instanceId.exactOptional(),
  imageId: resourceId('ami').exactOptional(),
  instanceType: instanceType.exactOptional(),
  availabilityZone: availabilityZone.exactOptional(),
  availabilityZoneId: availabilityZoneId.exactOptional(),
  iamInstanceProfile: roleName.exactOptional(),
  keyPair: z.strictObject({ name: text(255), publicKey: z.string().max(16_384) }).exactOptional(),
  userData: z.string().exactOptional(),
  userDataFile: text(4096).exactOptional(),
  userDataBase64: z.string().exactOptional(),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).exactOptional(),
  metadataOptions: metadataOptionsSchema.exactOptional(),
  networkInterfaces: z.array(networkInterfaceSchema).max(64).exactOptional(),
  attach: z.array(attachmentSchema).max(64).exactOptional(),
  throttle: throttleSchema.exactOptional(),
  launchTime: timestamp.exactOptional(),
  state: z.enum(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']).exactOptional(),
  amiLaunchIndex: whole(0, 100_000).exactOptional(),
  amiManifestPath: text().exactOptional(),
  ancestorAmiIds: z.array(resourceId('ami')).max(64).exactOptional(),
  architecture: z.enum(['i386', 'x86_64', 'arm64']).exactOptional(),
  reservationId: resourceId('r').exactOptional(),
  lifeCycle: z.enum(['on-demand', 'spot', 'scheduled', 'capacity-block']).exactOptional(),
  interruptionBehavior: z.enum(SPOT_ACTIONS).exactOptional(),
  system: text(64).exactOptional(),
  virtualizationType: z.enum(['hvm', 'paravirtual']).exactOptional(),
  kernelId: resourceId('aki').exactOptional(),
  ramdiskId: resourceId('ari').exactOptional(),
  productCodes: z.array(text(128)).max(64).exactOptional(),
  billingProducts: z.array(text(128)).max(64).exactOptional(),
  placement: placement.exactOptional(),
  blockDevices: byName(
    z.string().regex(/^(?:ami|root|swap|ebs\d{1,3}|ephemeral\d{1,3})$/, 'expected ami, root, swap, ebsN or ephemeralN'),
    text(255),
    128,
  ).exactOptional(),
  monitoring: onOrOff.exactOptional(),
  hibernationConfigured: z.boolean().exactOptional(),
  instanceAction: z.enum(['none', 'shutdown', 'bundle-pending']).exactOptional(),
  autoScaling: z
    .strictObject({ targetLifecycleState: z.enum(TARGET_LIFECYCLE_STATES).exactOptional() })
    .exactOptional(),
  spot: spot.exactOptional(),
  rebalanceNoticeTime: timestamp.exactOptional(),
  maintenanceEvents: z.array(maintenanceEvent).max(64).exactOptional(),
  managedSshKeys: managedSshKeys.exactOptional(),
  elasticGpus: byName(text(128), text(4096), 16).exactOptional(),
  elasticInference: byName(text(128), text(128), 16).exactOptional(),
  overrides: overridesSchema.exactOptional(),
});

/** An instance once its shape has been checked. */
export type InstanceShape = z.infer<typeof instanceSchema>;
