import type { MaintenanceEvent } from './event.ts';
import type { StateReasonCode } from './instance-controls.ts';
import type { InstanceDeclaration } from './instance-declaration.ts';
import type { InstanceState } from './instance.ts';

/** Which way an instance goes down. */
export type Shutdown = 'stop' | 'terminate';

/** From which states, and through which, a shutdown goes (EC2 User Guide, "Amazon EC2 instance state changes"). */
export const SHUTDOWNS = {
  stop: { from: ['pending', 'running'], through: 'stopping' },
  terminate: { from: ['pending', 'running', 'stopping', 'stopped'], through: 'shutting-down' },
} as const satisfies Readonly<Record<Shutdown, { from: readonly InstanceState[]; through: InstanceState }>>;

/** The instance on its way down; the same object where it cannot go that way. */
export function shutDown(
  instance: InstanceDeclaration,
  change: Shutdown,
  reason: StateReasonCode,
  nowMs: number,
): InstanceDeclaration {
  const { from, through } = SHUTDOWNS[change];
  const possible: readonly InstanceState[] = from;
  if (!possible.includes(instance.state ?? 'running')) return instance;
  const controls = { ...instance.controls, stateReason: reason };
  return { ...instance, state: through, controls, revisedAtMs: nowMs };
}

/** The instance at the end of its way down, where notices of what was to come are gone; the same object if it is on none. */
export function settle(instance: InstanceDeclaration, nowMs: number): InstanceDeclaration {
  const { state } = instance;
  if (state !== 'stopping' && state !== 'shutting-down') return instance;
  const { spotInterruption: _, rebalanceNoticeMs: __, ...rest } = instance;
  if (state === 'stopping') return { ...rest, state: 'stopped', revisedAtMs: nowMs };
  const { agenda: ___, ...ended } = rest;
  return { ...ended, state: 'terminated', revisedAtMs: nowMs };
}

/**
 * A stopped instance started again. A start is a new boot, on another host: session tokens of the last one end, role
 * credentials begin anew, and what was scheduled because of the old host is done with (EC2 User Guide, "Manage Amazon EC2
 * instances scheduled to stop or retire").
 */
export function boot(instance: InstanceDeclaration, nowMs: number): InstanceDeclaration {
  const { credentialsSinceMs: _, ...rest } = completeAll(instance, () => true, nowMs);
  return { ...rest, state: 'running', launchTimeMs: nowMs, revisedAtMs: nowMs };
}

/**
 * A rebooted instance: it keeps addresses, launch time, session tokens and credentials. A reboot that was scheduled for the
 * instance itself is done with, one of the host is not; the same object if there is none.
 */
export function reboot(instance: InstanceDeclaration, nowMs: number): InstanceDeclaration {
  return completeAll(instance, ({ code }) => code === 'instance-reboot', nowMs);
}

function completeAll(
  instance: InstanceDeclaration,
  isDone: (event: MaintenanceEvent) => boolean,
  nowMs: number,
): InstanceDeclaration {
  return (instance.scheduledEvents ?? [])
    .filter(isDone)
    .reduce((present, { eventId }) => endMaintenance(present, eventId, 'completed', nowMs), instance);
}

const HISTORY_MAX = 64;

/** Moves a scheduled event into the history, of which the last 64 are kept; the same object if it is not scheduled. */
export function endMaintenance(
  instance: InstanceDeclaration,
  eventId: string,
  state: 'completed' | 'canceled',
  nowMs: number,
): InstanceDeclaration {
  const { scheduledEvents = [], eventHistory = [] } = instance;
  const event = scheduledEvents.find((each) => each.eventId === eventId);
  if (event === undefined) return instance;
  return {
    ...instance,
    scheduledEvents: scheduledEvents.filter((each) => each !== event),
    eventHistory: [...eventHistory, { ...event, state }].slice(-HISTORY_MAX),
    revisedAtMs: nowMs,
  };
}
