import type { CallerProcess, RequestTraits } from './imds-event.ts';
import type { RoleDelivery } from './instance-profile.ts';

/** The findings there are, in GuardDuty's grammar (GuardDuty User Guide, "GuardDuty finding format"); the first two are its own. */
export type FindingType =
  | 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS'
  | 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS'
  | 'Policy:EC2/InstanceMetadataV1Use'
  | 'CredentialAccess:EC2/InstanceMetadataRequestForgery'
  | 'CredentialAccess:EC2/AnomalousCredentialReads';

/** Something that was noticed, how often, and what is known of it. Holds no secret. */
export interface Finding {
  /** 32 hexadecimal digits, the same for the same detector, type and `about`. */
  readonly id: string;
  readonly detectorId: string;
  readonly accountId: string;
  readonly region: string;
  readonly type: FindingType;
  /** 1.0 to 8.9 (GuardDuty User Guide, "Severity levels"); never falls. */
  readonly severity: number;
  /** What sightings have in common that belong to this finding. */
  readonly about: string;
  readonly resource: FindingResource;
  readonly evidence: FindingEvidence;
  readonly count: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When somebody was last told of it. */
  readonly publishedAtMs: number;
  /** What somebody decided; undefined: archived as long as it is resolved. */
  readonly archived: boolean | undefined;
  /** When it had been quiet for long enough; undefined while it is open. */
  readonly resolvedAtMs: number | undefined;
  /** How often it came back after it had been quiet for long enough. */
  readonly regressions: number;
  readonly feedback: 'USEFUL' | 'NOT_USEFUL' | undefined;
  readonly sample: boolean;
}

/** The instance a finding is about, as it was when it was last seen. */
export interface FindingResource {
  readonly instanceId: string;
  /** Undefined when nobody knows the instance any more. */
  readonly instance: FindingInstance | undefined;
}

/** What a responder wants to know of an instance. */
export interface FindingInstance {
  readonly instanceType: string;
  readonly imageId: string;
  readonly availabilityZone: string;
  readonly state: string;
  readonly launchTimeMs: number;
  readonly profile: { readonly arn: string; readonly id: string } | undefined;
  readonly httpTokens: string;
  readonly interfaceId: string;
  readonly privateIpv4: string | undefined;
  readonly publicIpv4: string | undefined;
  readonly ipv6s: readonly string[];
  readonly subnetId: string;
  readonly vpcId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The latest that is known, by what it is. */
export interface FindingEvidence {
  readonly process?: CallerProcess | undefined;
  readonly request?: EvidentRequest | undefined;
  readonly call?: EvidentCall | undefined;
  readonly burst?: EvidentBurst | undefined;
  /** Where calls came from, latest first, at most 16. */
  readonly remoteAddresses?: readonly string[] | undefined;
}

/** A metadata request. */
export interface EvidentRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
  readonly peerAddress: string;
  readonly traits: RequestTraits;
}

/** An API call with an instance's role credentials. */
export interface EvidentCall {
  readonly service: string;
  readonly operation: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly errorCode: string | undefined;
  readonly accessKeyId: string;
  readonly principalId: string;
  readonly roleArn: string;
  readonly delivery: RoleDelivery;
  /** Whose address it came from, if that is known. */
  readonly holder:
    | { readonly instanceId: string; readonly accountId: string; readonly affiliated: boolean }
    | undefined;
}

/** A minute with far more reads of credentials than the instance is used to. */
export interface EvidentBurst {
  readonly minuteMs: number;
  readonly reads: number;
  /** From how many reads in a minute on it is unusual. */
  readonly threshold: number;
  /** The most in a minute of the day before. */
  readonly usual: number;
}
