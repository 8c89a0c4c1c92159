import type { Attachment } from './attachment.ts';
import type { ContentOverrides } from './content-override.ts';
import type { InstanceAction, MaintenanceEvent, SpotInterruption, TargetLifecycleState } from './event.ts';
import type { AccountId, InstanceId } from './ids.ts';
import type { InstanceProfile } from './instance-profile.ts';
import type { MetadataOptions } from './metadata-options.ts';
import type { NetworkInterface } from './network-interface.ts';

/** EC2's instance states (EC2 API Reference, `InstanceState`). */
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** How the instance was bought (`instance-life-cycle`). */
export type LifeCycle = 'on-demand' | 'spot' | 'scheduled' | 'capacity-block';

/** The key pair given at launch. */
export interface KeyPair {
  readonly name: string;
  /** One OpenSSH public key line, without a line feed. */
  readonly publicKey: string;
}

/** What EC2 Instance Connect reads (`managed-ssh-keys/`). */
export interface ManagedSshKeys {
  /** PEM certificates of the signer. */
  readonly signerCert: string;
  /** Signed keys by operating-system user. */
  readonly activeKeys: Readonly<Record<string, string>>;
  /** OCSP responses by certificate fingerprint. */
  readonly signerOcsp: Readonly<Record<string, string>>;
}

/** Everything metadata can say about one instance. Complete: what was not declared has been derived from the id. */
export interface Instance {
  readonly id: InstanceId;
  readonly accountId: AccountId;
  readonly region: string;
  readonly state: InstanceState;
  /** When this boot began (`pendingTime`), in milliseconds since the epoch. Session tokens are bound to it. */
  readonly launchTimeMs: number;
  /** When what metadata shows last changed, in milliseconds since the epoch: the `Last-Modified` of every item. */
  readonly revisedAtMs: number;
  /** When the role credentials' rotation began: launch, a change of profile, or a rotation asked for. */
  readonly credentialsSinceMs: number;
  readonly imageId: string;
  readonly amiLaunchIndex: number;
  readonly amiManifestPath: string;
  readonly ancestorAmiIds: readonly string[];
  readonly instanceType: string;
  readonly architecture: 'i386' | 'x86_64' | 'arm64';
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly reservationId: string;
  readonly lifeCycle: LifeCycle;
  /** The hypervisor word of `system`: `nitro`, `xen`, … */
  readonly system: string;
  /** The virtualization word of `profile`. */
  readonly virtualizationProfile: string;
  readonly kernelId: string | undefined;
  readonly ramdiskId: string | undefined;
  readonly productCodes: readonly string[];
  readonly billingProducts: readonly string[];
  readonly placementGroupName: string | undefined;
  readonly hostId: string | undefined;
  readonly partitionNumber: number | undefined;
  /** Virtual name (`ami`, `root`, `ebs1`, `ephemeral0`, `swap`) to device name. */
  readonly blockDevices: Readonly<Record<string, string>>;
  readonly keyPair: KeyPair | undefined;
  /** The raw user data in base64; undefined when there is none. At most 16,384 bytes once decoded. */
  readonly userDataBase64: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadataOptions: MetadataOptions;
  readonly instanceProfile: InstanceProfile | undefined;
  /** Device 0 first. At least one. */
  readonly networkInterfaces: readonly [NetworkInterface, ...NetworkInterface[]];
  /** Detailed monitoring (`fws/instance-monitoring`); undefined when not reported. */
  readonly monitoring: 'enabled' | 'disabled' | undefined;
  /** `hibernation/configured`; undefined on instances that do not have the category. */
  readonly hibernationConfigured: boolean | undefined;
  readonly instanceAction: InstanceAction;
  readonly targetLifecycleState: TargetLifecycleState | undefined;
  readonly spotInterruption: SpotInterruption | undefined;
  readonly rebalanceNoticeMs: number | undefined;
  readonly scheduledEvents: readonly MaintenanceEvent[];
  readonly eventHistory: readonly MaintenanceEvent[];
  readonly managedSshKeys: ManagedSshKeys | undefined;
  /** Elastic graphics id to its JSON text (retired by AWS; served where declared). */
  readonly elasticGpus: Readonly<Record<string, string>>;
  /** Elastic Inference accelerator id to its type (retired by AWS; served where declared). */
  readonly elasticInference: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
  /** What its metadata says otherwise than all of the above would have it; undefined where nothing is. */
  readonly overrides: ContentOverrides | undefined;
}
