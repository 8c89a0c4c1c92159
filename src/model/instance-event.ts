import type { InstanceAction, MaintenanceCode, MaintenanceEvent, SpotAction, TargetLifecycleState } from './event.ts';
import type { StateReasonCode } from './instance-controls.ts';

/** Which instances of an account an event is for. Tags: those that have all of them. */
export type InstanceSelector =
  | { readonly kind: 'instances'; readonly instanceIds: readonly string[] }
  | { readonly kind: 'tags'; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'all' };

/** What an event does to each of its instances. Times are milliseconds since the epoch. */
export type Happening =
  | {
      readonly kind: 'spot-interruption';
      /** Undefined: what each instance declares for itself. */
      readonly action: SpotAction | undefined;
      /** How long before the notice rebalancing is recommended; undefined: it is not. */
      readonly rebalanceBeforeMs: number | undefined;
      /** From the notice to the interruption; undefined: as EC2 does it, two minutes, or nothing to hibernate. */
      readonly noticeMs: number | undefined;
      /** From the interruption to the end of the shutdown. */
      readonly shutdownMs: number;
    }
  | { readonly kind: 'rebalance-recommendation' }
  | {
      readonly kind: 'maintenance';
      readonly code: MaintenanceCode;
      readonly description: string;
      readonly notBeforeMs: number;
      readonly notAfterMs: number | undefined;
      readonly notBeforeDeadlineMs: number | undefined;
      readonly shutdownMs: number;
    }
  | { readonly kind: 'target-lifecycle-state'; readonly state: TargetLifecycleState }
  | { readonly kind: 'instance-action'; readonly action: InstanceAction }
  | { readonly kind: 'credential-rotation' }
  | {
      readonly kind: 'state-change';
      readonly change: 'stop' | 'terminate' | 'reboot';
      /** From the change to the start that follows a stop; undefined: none follows. */
      readonly startAfterMs: number | undefined;
    };

/** Something that happens to instances at a time: what is kept of it. */
export interface InstanceEvent {
  /** `event-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly accountId: string;
  readonly target: InstanceSelector;
  readonly happening: Happening;
  /** Whether what only Spot Instances see is shown to others too. */
  readonly anyLifeCycle: boolean;
  /** When it begins, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly createdAtMs: number;
  /** `beginning`: its instances are known, and not all of them know of it yet. `begun`: all do. */
  readonly state: 'scheduled' | 'beginning' | 'begun' | 'canceled' | 'failed';
  /** Why it failed. */
  readonly reason?: string | undefined;
  /** Those it befalls; none before it begins. */
  readonly instanceIds: readonly string[];
}

/** One thing that happens to one instance. */
export type AgendaStep =
  | { readonly kind: 'recommend-rebalance' }
  | { readonly kind: 'give-spot-notice'; readonly action: SpotAction; readonly timeMs: number }
  | { readonly kind: 'announce-maintenance'; readonly event: MaintenanceEvent }
  | { readonly kind: 'shut-down'; readonly change: 'stop' | 'terminate'; readonly reason: StateReasonCode }
  | { readonly kind: 'settle' }
  | { readonly kind: 'reboot' }
  | { readonly kind: 'start' }
  | { readonly kind: 'complete-maintenance' }
  | { readonly kind: 'set-target-lifecycle-state'; readonly state: TargetLifecycleState }
  | { readonly kind: 'set-instance-action'; readonly action: InstanceAction }
  | { readonly kind: 'rotate-credentials' };

/** A step with its time, in milliseconds since the epoch. */
export interface AgendaItem {
  readonly eventId: string;
  readonly atMs: number;
  readonly step: AgendaStep;
  /** The Spot notice it carries out: it is not taken if that no longer stands. */
  readonly noticeTimeMs?: number | undefined;
  /** The scheduled event it carries out: it is not taken if that is over. */
  readonly maintenanceEventId?: string | undefined;
}
