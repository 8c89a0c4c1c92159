import { eventRequestSchema } from '#schedule';
import * as z from 'zod';

import { interfaceName, netns, networkName } from './attachment-schema.ts';
import { instanceSchema, metadataDefaultsSchema, throttleSchema } from './instance-schema.ts';
import { faultsSchema } from './read-faults.ts';
import { findingsSchema } from './read-findings.ts';
import { roleSchema } from './role-schema.ts';
import { telemetrySchema } from './telemetry-schema.ts';
import { accountId, byName, ipAddress, region, resourceId, roleName, text, whole } from './scalars.ts';

const image = z.strictObject({
  name: text(128).exactOptional(),
  imdsSupport: z.literal('v2.0').exactOptional(),
});

const proxy = z.strictObject({
  keyFile: text(4096),
  maxAgeSeconds: whole(1, 3600).exactOptional(),
});

const listen = z.strictObject({
  host: ipAddress,
  port: whole(1, 65_535).exactOptional(),
  network: networkName.exactOptional(),
  interface: interfaceName.exactOptional(),
  netns: netns.exactOptional(),
  proxy: proxy.exactOptional(),
});

const dataPlane = z.strictObject({
  profile: z.enum(['modern', 'legacy']).exactOptional(),
  transport: z.enum(['auto', 'epoll', 'net']).exactOptional(),
  workers: whole(1, 256).exactOptional(),
  maxConnections: whole(1, 1_000_000).exactOptional(),
  securityCredentialsExtended: z.boolean().exactOptional(),
  hopDistance: whole(0, 63).exactOptional(),
  throttle: throttleSchema.exactOptional(),
  attribution: z.enum(['off', 'v1', 'credentials', 'v1-and-credentials', 'all']).exactOptional(),
  listen: z.array(listen).max(256).exactOptional(),
});

/** The file but for what is in each instance: those are checked one by one, so that all that is wrong is found. */
export const settingsSchema = z.strictObject({
  account: accountId.exactOptional(),
  region: region.exactOptional(),
  metadataDefaults: metadataDefaultsSchema.exactOptional(),
  roles: byName(roleName, roleSchema, 5000).exactOptional(),
  images: byName(resourceId('ami'), image, 10_000).exactOptional(),
  instances: z.array(z.unknown()).exactOptional(),
  events: z.array(eventRequestSchema).max(1000).exactOptional(),
  dataPlane: dataPlane.exactOptional(),
  faults: faultsSchema.exactOptional(),
  telemetry: telemetrySchema.exactOptional(),
  findings: findingsSchema.exactOptional(),
});

/** The whole file: what `docs/reference/configuration.md` is tested against. */
export const configurationSchema = z.strictObject({
  ...settingsSchema.shape,
  instances: z.array(instanceSchema).exactOptional(),
});

/** What the file may say, as a value. */
export type ConfigurationInput = z.input<typeof configurationSchema>;

/** The settings once their shape has been checked. */
export type SettingsShape = z.infer<typeof settingsSchema>;
