import { writeFileSync } from 'node:fs';

/** Items every server of the bench has; what a booting instance reads. */
export const ITEM_PATHS = [
  'ami-id',
  'ami-launch-index',
  'hostname',
  'instance-id',
  'instance-type',
  'local-hostname',
  'local-ipv4',
  'mac',
  'placement/availability-zone',
  'placement/region',
  'reservation-id',
  'security-groups',
].map((item) => `/latest/meta-data/${item}`);

/** Where session tokens come from. */
export const TOKEN_PATH = '/latest/api/token';
/** The item that names the caller. */
export const ID_PATH = '/latest/meta-data/instance-id';

/** Where instance `index` calls from: the first from 127.0.0.1, the others from 127.1.0.0 on. The Go sources say the same. */
export function sourceAddress(index: number): string {
  return index === 0 ? '127.0.0.1' : `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}

/** The id of instance `index`. */
export function instanceId(index: number): string {
  return `i-${index.toString(16).padStart(17, '0')}`;
}

/** Writes a configuration with this many instances, each attached to its source address and in IMDSv2 only. */
export function writeConfiguration(file: string, count: number): void {
  const instances = Array.from({ length: count }, (_, index) => ({
    id: instanceId(index),
    imageId: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    tags: { Name: `web-${index}` },
    metadataOptions: { httpTokens: 'required' },
    networkInterfaces: [{ privateIpAddress: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` }],
    attach: [{ source: sourceAddress(index) }],
  }));
  writeFileSync(file, JSON.stringify({ instances }));
}
