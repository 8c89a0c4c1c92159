/** What EC2 schedules for an instance (EC2 User Guide, "Scheduled events for your instances"). */
export const MAINTENANCE_CODES = [
  'instance-stop',
  'instance-retirement',
  'instance-reboot',
  'system-reboot',
  'system-maintenance',
] as const;

/** One of the codes of scheduled events. */
export type MaintenanceCode = (typeof MAINTENANCE_CODES)[number];

/** What a scheduled event says of itself where nobody said more: `scheduled reboot`. */
export function maintenanceDescription(code: MaintenanceCode): string {
  return `scheduled ${code.slice(code.indexOf('-') + 1)}`;
}

/** A scheduled event as `events/maintenance` shows it. */
export interface MaintenanceEvent {
  readonly eventId: string;
  readonly code: MaintenanceCode;
  readonly description: string;
  readonly state: 'active' | 'completed' | 'canceled';
  /** Milliseconds since the epoch. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number | undefined;
  readonly notBeforeDeadlineMs: number | undefined;
}

/** What becomes of an interrupted Spot Instance. */
export const SPOT_ACTIONS = ['terminate', 'stop', 'hibernate'] as const;

/** One of the interruption behaviors. */
export type SpotAction = (typeof SPOT_ACTIONS)[number];

/** The values of `instance-action`. */
export const INSTANCE_ACTIONS = ['none', 'shutdown', 'bundle-pending'] as const;

/** One of the values of `instance-action`. */
export type InstanceAction = (typeof INSTANCE_ACTIONS)[number];

/** A Spot interruption notice (`spot/instance-action`). */
export interface SpotInterruption {
  readonly action: SpotAction;
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
