import type { FindingType } from '#model';

/** What holds of every finding of a type. */
export interface FindingKind {
  /** Whether it ends by itself when nothing is seen of it for a while: it is about a habit, not about an incident. */
  readonly resolves: boolean;
  /** GuardDuty's own severities where GuardDuty has the type. */
  readonly severity: number;
}

/** Default severities: low 1 to 3.9, medium 4 to 6.9, high 7 to 8.9 (GuardDuty User Guide, "Severity levels"). */
export const FINDING_KINDS: Readonly<Record<FindingType, FindingKind>> = {
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS': { resolves: false, severity: 8 },
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS': { resolves: false, severity: 8 },
  'Policy:EC2/InstanceMetadataV1Use': { resolves: true, severity: 2 },
  'CredentialAccess:EC2/InstanceMetadataRequestForgery': { resolves: false, severity: 5 },
  'CredentialAccess:EC2/AnomalousCredentialReads': { resolves: false, severity: 5 },
};

/** Every type there is. */
export const FINDING_TYPES = Object.keys(FINDING_KINDS) as readonly FindingType[];

/** Reads a type; undefined for what is none. */
export function parseFindingType(text: string): FindingType | undefined {
  return FINDING_TYPES.find((type) => type === text);
}
