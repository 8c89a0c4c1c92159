import type { AccountId, InstanceId } from './ids.ts';
import type { Instance } from './instance.ts';
import type { InstanceControls } from './instance-controls.ts';
import type { SpotAction } from './event.ts';
import type { AgendaItem } from './instance-event.ts';
import type { MetadataOptions } from './metadata-options.ts';
import type { NetworkInterface, PublicAddress, SecurityGroup } from './network-interface.ts';
import type { ThrottleLimits } from './throttle.ts';

/** A network interface as somebody declares it; what is absent is derived from the instance's id. */
export interface NetworkInterfaceDeclaration extends Partial<
  Omit<NetworkInterface, 'publicAddresses' | 'securityGroups' | 'ownerId'>
> {
  readonly publicAddresses?: readonly (PublicAddress | { readonly publicIpv4: string })[];
  /** Groups by name; an id is derived where none is given. */
  readonly securityGroups?: readonly (SecurityGroup | { readonly name: string })[];
}

type Declared = Omit<
  Instance,
  | 'id'
  | 'accountId'
  | 'region'
  | 'metadataOptions'
  | 'networkInterfaces'
  | 'launchTimeMs'
  | 'revisedAtMs'
  | 'credentialsSinceMs'
>;

/**
 * An instance as the registry keeps it: what was said of it, its effective options and its times. Everything else is
 * derived by `completeInstance`, which keeps a hundred thousand of them small.
 */
export interface InstanceDeclaration extends Partial<Declared> {
  readonly id: InstanceId;
  readonly accountId: AccountId;
  readonly region: string;
  readonly launchTimeMs: number;
  readonly revisedAtMs: number;
  /** Absent: `launchTimeMs`. */
  readonly credentialsSinceMs?: number;
  readonly metadataOptions: MetadataOptions;
  readonly networkInterfaces?: readonly NetworkInterfaceDeclaration[];
  readonly controls?: InstanceControls | undefined;
  /** What becomes of it when it is interrupted as a Spot Instance; absent: `interruptionBehaviorOf` says. */
  readonly interruptionBehavior?: SpotAction;
  /** Absent limits: those of the data plane. */
  readonly throttle?: ThrottleLimits;
  /** What is to happen to it, in the order of time; absent: nothing is planned. */
  readonly agenda?: readonly AgendaItem[] | undefined;
  /** How the configuration file declared it when it was last taken over; absent where the file never did. */
  readonly declaredDigest?: string;
}
