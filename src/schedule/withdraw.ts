import { endMaintenance } from '#model';
import type { Happening, InstanceDeclaration, InstanceEvent } from '#model';
import { interruptionTimeMs } from './agenda.ts';
import { withAgenda } from './carry-out.ts';
import { maintenanceEventId } from './event-id.ts';

/**
 * Takes an event back from an instance: what is still to come does not, and what it shows because of it goes. A shutdown
 * that has begun is gone through with. The same object if there is nothing to take back.
 */
export function withdraw(instance: InstanceDeclaration, event: InstanceEvent, nowMs: number): InstanceDeclaration {
  const { agenda = [] } = instance;
  const kept = agenda.filter(
    ({ eventId, step }) => eventId !== event.id || (isGoingDown(instance) && step.kind === 'settle'),
  );
  const rest = kept.length === agenda.length ? instance : withAgenda(instance, kept);
  return isGoingDown(instance) ? rest : withoutMarks(rest, event, nowMs);
}

function isGoingDown({ state }: InstanceDeclaration): boolean {
  return state === 'stopping' || state === 'shutting-down';
}

function withoutMarks(instance: InstanceDeclaration, event: InstanceEvent, nowMs: number): InstanceDeclaration {
  const { happening, atMs } = event;
  switch (happening.kind) {
    case 'spot-interruption':
      return withoutNotice(withoutRebalance(instance, atMs, nowMs), happening, atMs, nowMs);
    case 'rebalance-recommendation':
      return withoutRebalance(instance, atMs, nowMs);
    case 'maintenance':
      return endMaintenance(instance, maintenanceEventId(event.id, instance.id), 'canceled', nowMs);
    case 'target-lifecycle-state':
      return instance.targetLifecycleState === happening.state
        ? { ...instance, targetLifecycleState: undefined, revisedAtMs: nowMs }
        : instance;
    case 'instance-action':
      return instance.instanceAction === happening.action && happening.action !== 'none'
        ? { ...instance, instanceAction: 'none', revisedAtMs: nowMs }
        : instance;
    case 'credential-rotation':
    case 'state-change':
      return instance;
  }
}

function withoutRebalance(instance: InstanceDeclaration, atMs: number, nowMs: number): InstanceDeclaration {
  return instance.rebalanceNoticeMs === atMs
    ? { ...instance, rebalanceNoticeMs: undefined, revisedAtMs: nowMs }
    : instance;
}

function withoutNotice(
  instance: InstanceDeclaration,
  happening: Extract<Happening, { kind: 'spot-interruption' }>,
  atMs: number,
  nowMs: number,
): InstanceDeclaration {
  const { spotInterruption: shown } = instance;
  return shown !== undefined && shown.timeMs === interruptionTimeMs(happening, atMs, shown.action)
    ? { ...instance, spotInterruption: undefined, revisedAtMs: nowMs }
    : instance;
}
