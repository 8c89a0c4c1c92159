import { boot, endMaintenance, reboot, settle, shutDown } from '#model';
import type { AgendaItem, InstanceDeclaration, MaintenanceEvent } from '#model';

/** What becomes of an instance when a step is taken at `nowMs`; the same object if the step has lost its reason. */
export function takeStep(instance: InstanceDeclaration, item: AgendaItem, nowMs: number): InstanceDeclaration {
  const { step, atMs } = item;
  const changed = { ...instance, revisedAtMs: nowMs };
  switch (step.kind) {
    case 'recommend-rebalance':
      return isUp(instance) ? { ...changed, rebalanceNoticeMs: atMs } : instance;
    case 'give-spot-notice':
      return isUp(instance) ? { ...changed, spotInterruption: { action: step.action, timeMs: step.timeMs } } : instance;
    case 'announce-maintenance':
      return announced(instance, step.event)
        ? instance
        : { ...changed, scheduledEvents: [...(instance.scheduledEvents ?? []), step.event] };
    case 'shut-down':
      return stillStands(instance, item) ? shutDown(instance, step.change, step.reason, nowMs) : instance;
    case 'settle':
      return settle(instance, nowMs);
    case 'reboot':
      return isUp(instance) && stillStands(instance, item) ? reboot(instance, nowMs) : instance;
    case 'start':
      return instance.state === 'stopped' ? boot(instance, nowMs) : instance;
    case 'complete-maintenance':
      return endMaintenance(instance, item.maintenanceEventId ?? '', 'completed', nowMs);
    case 'set-target-lifecycle-state':
      return { ...changed, targetLifecycleState: step.state };
    case 'set-instance-action':
      return { ...changed, instanceAction: step.action };
    case 'rotate-credentials':
      return rotateCredentials(changed, atMs);
  }
}

/** Whoever was interrupted begins an event anew. */
function announced({ scheduledEvents = [], eventHistory = [] }: InstanceDeclaration, event: MaintenanceEvent): boolean {
  return [...scheduledEvents, ...eventHistory].some(({ eventId }) => eventId === event.eventId);
}

function isUp({ state = 'running' }: InstanceDeclaration): boolean {
  return state === 'running' || state === 'pending';
}

/** A notice or a scheduled event may have been taken back, or dealt with by stopping and starting the instance. */
function stillStands(instance: InstanceDeclaration, { noticeTimeMs, maintenanceEventId }: AgendaItem): boolean {
  if (noticeTimeMs !== undefined) return instance.spotInterruption?.timeMs === noticeTimeMs;
  if (maintenanceEventId === undefined) return true;
  return instance.scheduledEvents?.some(({ eventId }) => eventId === maintenanceEventId) ?? false;
}

/** Sessions are told apart by the second in which their rotation began; taking the step again changes nothing. */
function rotateCredentials(instance: InstanceDeclaration, atMs: number): InstanceDeclaration {
  const sinceMs = instance.credentialsSinceMs ?? instance.launchTimeMs;
  const nextSecondMs = (Math.floor(sinceMs / 1000) + 1) * 1000;
  return sinceMs >= atMs ? instance : { ...instance, credentialsSinceMs: Math.max(atMs, nextSecondMs) };
}
