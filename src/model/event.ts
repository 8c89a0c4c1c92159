/** A scheduled event as `events/maintenance` shows it. */
export interface MaintenanceEvent {
  readonly eventId: string;
  readonly code: 'instance-stop' | 'instance-retirement' | 'instance-reboot' | 'system-reboot' | 'system-maintenance';
  readonly description: string;
  readonly state: 'active' | 'completed' | 'canceled';
  /** Milliseconds since the epoch. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number | undefined;
  readonly notBeforeDeadlineMs: number | undefined;
}

/** A Spot interruption notice (`spot/instance-action`). */
export interface SpotInterruption {
  readonly action: 'terminate' | 'stop' | 'hibernate';
  /** When it will be acted on, in milliseconds since the epoch. */
  readonly timeMs: number;
}

/** The values of `autoscaling/target-lifecycle-state` (EC2 Auto Scaling User Guide). */
export const TARGET_LIFECYCLE_STATES = [
  'Detached',
  'InService',
  'Standby',
  'Terminated',
  'Warmed:Hibernated',
  'Warmed:Running',
  'Warmed:Stopped',
  'Warmed:Terminated',
] as const;

/** One of the Auto Scaling target lifecycle states. */
export type TargetLifecycleState = (typeof TARGET_LIFECYCLE_STATES)[number];
