import type { Tags } from './iam.ts';

/** Whom a rule of a security group lets through. */
export type SecurityGroupPeer =
  | { readonly kind: 'ipv4' | 'ipv6'; readonly cidr: string }
  | { readonly kind: 'group'; readonly groupId: string }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string };

/** A rule of a security group: one protocol, one range of ports, one peer. */
export interface SecurityGroupRule {
  /** `sgr-…` */
  readonly id: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, the number of another one, or `-1` for all. */
  readonly protocol: string;
  /** The ports, or type and code of ICMP; -1 for all. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: SecurityGroupPeer;
  readonly description?: string | undefined;
  readonly tags?: Tags | undefined;
}

/** A security group. Nothing here filters packets: its rules are kept and told. */
export interface RegisteredSecurityGroup {
  /** `sg-…` */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Unique in the VPC. */
  readonly name: string;
  readonly description: string;
  readonly rules: readonly SecurityGroupRule[];
  readonly createdAtMs: number;
  readonly tags: Tags;
  /** Absent: it is there. Who deleted one may still name it, and is told. */
  readonly deletedAtMs?: number | undefined;
  /** The ids of those of its name that were deleted before, the last of them last. */
  readonly formerIds?: readonly string[] | undefined;
}
