import type { Issued } from '#credentials';
import type { CallerFinder, Platform } from '#host';
import type { Features, Material } from '#metadata';
import type { Instance, Observation, ProfileStatus, RoleDelivery, ThrottleLimits } from '#model';
import type { Profile } from '#protocol/imds';
import type { Replica } from '#registry';
import type { KeyRing } from '#token';
import type { SharedCounts } from './faults/shared-counts.ts';
import type { InstanceLosses } from './losses.ts';
import type { Attribution } from './observation/callers.ts';
import type { TransportLimits } from './transport.ts';

/** Which transport to serve with; `auto` takes the Linux one where it works. */
export type TransportChoice = 'auto' | 'epoll' | 'net';

/** What a data plane is made of. */
export interface DataPlaneSettings {
  readonly platform: Platform;
  readonly transport: TransportChoice;
  /** Threads of the epoll transport, at least 1. */
  readonly workers: number;
  readonly limits: TransportLimits;
  readonly features: Features;
  readonly profile: Profile;
  readonly ring: KeyRing;
  /** Of which requests the process that made them is looked for; off where that cannot be. */
  readonly attribution: Attribution;
  /** Where credentials and signatures come from. */
  readonly issue: (instance: Instance, material: Material, delivery: RoleDelivery) => Issued | Promise<Issued>;
  /** Told of the requests, in batches: at most a quarter of a second later, and before `close` is settled. Must not throw. */
  readonly observed: (observation: Observation) => void;
  /** Routers of the operator's own between here and every instance, 0 to 63; 0 unless given. */
  readonly hopDistance?: number;
  /** What instances may ask for that have no limits of their own; anything unless given. */
  readonly throttle?: ThrottleLimits;
  /** Told every second or so what callers did not get since. */
  readonly lost?: (losses: readonly InstanceLosses[]) => void;
  /** Told when the Linux transport was wanted and cannot be had. */
  readonly warn: (message: string) => void;
  /** Told when serving has ended by itself; only starting anew helps. */
  readonly failed: (message: string) => void;
}

/** What a transport is given: the settings, the replica of this thread, and who finds the processes of this machine. */
export interface DataPlaneParts extends DataPlaneSettings {
  readonly replica: Replica;
  /** Of faults, shared by all threads. */
  readonly faultCounts: SharedCounts;
  readonly callers: CallerFinder;
}

/** How long to wait before asking again for material of an instance that is gone. */
const GONE_RECHECK_MS = 1000;

/** The instance as it would be with its profile, if it has one, in another state. */
export function withProfileStatus(instance: Instance, status: ProfileStatus | undefined): Instance {
  const profile = instance.instanceProfile;
  return profile === undefined || status === undefined
    ? instance
    : { ...instance, instanceProfile: { ...profile, status } };
}

/** What `parts.issue` says of the instance of this id as it is now. */
export function issueFor(
  parts: DataPlaneParts,
  instanceId: string,
  material: Material,
  delivery: RoleDelivery,
  profileStatus?: ProfileStatus,
): Issued | Promise<Issued> {
  const resident = parts.replica.find(instanceId);
  return resident === undefined
    ? { kind: 'unavailable', recheckAtMs: parts.platform.clock.now() + GONE_RECHECK_MS }
    : parts.issue(withProfileStatus(resident.instance, profileStatus), material, delivery);
}
