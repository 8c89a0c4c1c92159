/** A partition of AWS, with the names that depend on it. */
export interface Partition {
  /** `services/partition` and the second field of an ARN. */
  readonly name: string;
  /** `services/domain`. */
  readonly domain: string;
}

const PARTITIONS: readonly (Partition & { readonly regionPrefix: string })[] = [
  { regionPrefix: 'cn-', name: 'aws-cn', domain: 'amazonaws.com.cn' },
  { regionPrefix: 'us-gov-', name: 'aws-us-gov', domain: 'amazonaws.com' },
  { regionPrefix: 'us-iso-', name: 'aws-iso', domain: 'c2s.ic.gov' },
  { regionPrefix: 'us-isob-', name: 'aws-iso-b', domain: 'sc2s.sgov.gov' },
  { regionPrefix: 'eu-isoe-', name: 'aws-iso-e', domain: 'cloud.adc-e.uk' },
  { regionPrefix: 'us-isof-', name: 'aws-iso-f', domain: 'csp.hci.ic.gov' },
  { regionPrefix: 'eusc-', name: 'aws-eusc', domain: 'amazonaws.eu' },
];
const COMMERCIAL: Partition = { name: 'aws', domain: 'amazonaws.com' };

/** The partition a Region belongs to (AWS General Reference, "Partitions"). */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? COMMERCIAL;
}

/** An ARN in the partition of `region`; pass an empty `scope` for global services such as IAM. */
export function arn(region: string, service: string, scope: string, accountId: string, resource: string): string {
  return `arn:${partitionOf(region).name}:${service}:${scope}:${accountId}:${resource}`;
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/**
 * The id of an availability zone, such as `use1-az1` for `us-east-1a`. AWS shuffles letters for each account; here `a` is
 * always 1, which is as true as any other assignment.
 */
export function availabilityZoneId(zone: string): string {
  const parts = /^([a-z]+)-(?:(gov|iso[a-z]?)-)?([a-z]+)-(\d+)([a-z])$/.exec(zone);
  if (parts === null) return zone;
  const [, place = '', special = '', direction = '', number = '', letter = 'a'] = parts;
  const short = `${place}${special === 'gov' ? 'g' : special}${DIRECTIONS[direction] ?? direction}${number}`;
  return `${short}-az${letter.charCodeAt(0) - 96}`;
}
