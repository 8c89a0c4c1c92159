import type { Issued } from '#credentials';
import type { CallerAnswer, CallerQuestion } from '#host';
import type { Features, Material } from '#metadata';
import type { Observation, ProfileStatus, RoleDelivery, ThrottleLimits } from '#model';
import type { Profile } from '#protocol/imds';
import type { Change } from '#registry';
import type { KeyRing } from '#token';
import type { AssignedFault } from '../faults/fault-board.ts';
import type { Attribution } from '../observation/callers.ts';
import type { Attention, TransportLimits } from '../transport.ts';
import type { InstanceLosses } from '../losses.ts';
import type { ListeningSocket } from './listening-socket.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly wakeFd: number;
  readonly shared: boolean;
  readonly limits: TransportLimits;
  readonly features: Features;
  readonly profile: Profile;
  readonly ring: KeyRing;
  /** Of faults, shared by all threads. */
  readonly faultCounts: SharedArrayBuffer;
  readonly hopDistance: number;
  readonly throttle: ThrottleLimits;
  readonly attribution: Attribution;
}

/** From the main thread to a worker. */
export type ToWorker =
  | { readonly kind: 'listen'; readonly listener: ListeningSocket }
  | { readonly kind: 'unlisten'; readonly fd: number }
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'token-ring'; readonly ring: KeyRing }
  | { readonly kind: 'faults'; readonly faults: readonly AssignedFault[] }
  | { readonly kind: 'issued'; readonly order: number; readonly issued: Issued }
  | { readonly kind: 'caller'; readonly order: number; readonly answer: CallerAnswer }
  | { readonly kind: 'observe'; readonly attention: Attention }
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'acknowledge'; readonly order: number }
  | { readonly kind: 'release-memory' }
  | { readonly kind: 'stop' };

/** From a worker to the main thread. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'wanted';
      readonly order: number;
      readonly instanceId: string;
      readonly material: Material;
      readonly delivery: RoleDelivery;
      readonly profileStatus: ProfileStatus | undefined;
    }
  | { readonly kind: 'caller-wanted'; readonly order: number; readonly question: CallerQuestion }
  | { readonly kind: 'observed'; readonly observation: Observation }
  | { readonly kind: 'lost'; readonly losses: readonly InstanceLosses[] }
  | { readonly kind: 'acknowledged'; readonly order: number };
