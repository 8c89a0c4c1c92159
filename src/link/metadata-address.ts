/** The two IP families the metadata service is reached over. */
export type Family = 'ipv4' | 'ipv6';

/** Where every instance of EC2 finds its metadata, on port 80. */
export const METADATA_ADDRESS: Readonly<Record<Family, string>> = {
  ipv4: '169.254.169.254',
  ipv6: 'fd00:ec2::254',
};

/** Both families, in the order everything is listed. */
export const FAMILIES = ['ipv4', 'ipv6'] as const satisfies readonly Family[];
