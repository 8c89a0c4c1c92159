import * as z from 'zod';

import { ipv4, ipv4Cidr, ipv6, ipv6Cidr, mac, resourceId, text, whole } from './scalars.ts';

const securityGroup = z.strictObject({ id: resourceId('sg').exactOptional(), name: text(255) });

const privateAddress = z.strictObject({ privateIpAddress: ipv4, publicIpAddress: ipv4.exactOptional() });

/** One entry of `networkInterfaces`. */
export const networkInterfaceSchema = z.strictObject({
  networkInterfaceId: resourceId('eni').exactOptional(),
  mac: mac.exactOptional(),
  deviceIndex: whole(0, 63).exactOptional(),
  networkCardIndex: whole(0, 63).exactOptional(),
  privateIpAddress: ipv4.exactOptional(),
  publicIpAddress: ipv4.exactOptional(),
  privateIpAddresses: z
    .array(z.union([ipv4, privateAddress]))
    .max(256)
    .exactOptional(),
  ipv6Addresses: z.array(ipv6).max(256).exactOptional(),
  ipv4Prefixes: z.array(ipv4Cidr).max(256).exactOptional(),
  ipv6Prefixes: z.array(ipv6Cidr).max(256).exactOptional(),
  privateDnsName: text(253).exactOptional(),
  publicDnsName: text(253).exactOptional(),
  securityGroups: z
    .array(z.union([text(255), securityGroup]))
    .max(64)
    .exactOptional(),
  subnetId: resourceId('subnet').exactOptional(),
  subnetIpv4CidrBlock: ipv4Cidr.exactOptional(),
  subnetIpv6CidrBlocks: z.array(ipv6Cidr).max(64).exactOptional(),
  vpcId: resourceId('vpc').exactOptional(),
  vpcIpv4CidrBlocks: z.array(ipv4Cidr).max(64).exactOptional(),
  vpcIpv6CidrBlocks: z.array(ipv6Cidr).max(64).exactOptional(),
});

/** What `networkInterfaces` holds once its shape has been checked. */
export type NetworkInterfaceShape = z.infer<typeof networkInterfaceSchema>;
