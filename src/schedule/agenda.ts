import { interruptionBehaviorOf } from '#model';
import type {
  AgendaItem,
  AgendaStep,
  Happening,
  InstanceDeclaration,
  InstanceEvent,
  SpotAction,
  StateReasonCode,
} from '#model';
import { maintenanceEventId } from './event-id.ts';

type Of<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }>;
type Planned = Omit<AgendaItem, 'eventId'>;

/** What an event has in store for one instance, in the order of time. */
export function agendaOf({ id, happening, atMs }: InstanceEvent, instance: InstanceDeclaration): readonly AgendaItem[] {
  return planned(happening, atMs, id, instance).map((item) => ({ eventId: id, ...item }));
}

function planned(
  happening: Happening,
  atMs: number,
  eventId: string,
  instance: InstanceDeclaration,
): readonly Planned[] {
  switch (happening.kind) {
    case 'spot-interruption':
      return spotInterruption(happening, atMs, happening.action ?? interruptionBehaviorOf(instance));
    case 'rebalance-recommendation':
      return [{ atMs, step: { kind: 'recommend-rebalance' } }];
    case 'maintenance':
      return maintenance(happening, atMs, maintenanceEventId(eventId, instance.id));
    case 'target-lifecycle-state':
      return [{ atMs, step: { kind: 'set-target-lifecycle-state', state: happening.state } }];
    case 'instance-action':
      return [{ atMs, step: { kind: 'set-instance-action', action: happening.action } }];
    case 'credential-rotation':
      return [{ atMs, step: { kind: 'rotate-credentials' } }];
    case 'state-change':
      return stateChange(happening, atMs);
  }
}

/** What `StateReason` says of an interrupted instance. */
const SPOT_REASONS = {
  terminate: 'Server.SpotInstanceTermination',
  stop: 'Server.SpotInstanceShutdown',
  hibernate: 'Server.SpotInstanceShutdown',
} as const satisfies Readonly<Record<SpotAction, StateReasonCode>>;

function spotInterruption(happening: Of<'spot-interruption'>, atMs: number, action: SpotAction): readonly Planned[] {
  const timeMs = interruptionTimeMs(happening, atMs, action);
  const change = action === 'terminate' ? 'terminate' : 'stop';
  const ahead: readonly Planned[] =
    happening.rebalanceBeforeMs === undefined ? [] : [{ atMs, step: { kind: 'recommend-rebalance' } }];
  return [
    ...ahead,
    { atMs: noticeTimeMs(happening, atMs), step: { kind: 'give-spot-notice', action, timeMs } },
    { atMs: timeMs, step: { kind: 'shut-down', change, reason: SPOT_REASONS[action] }, noticeTimeMs: timeMs },
    { atMs: timeMs + happening.shutdownMs, step: { kind: 'settle' } },
  ];
}

const NOTICE_MS = 120_000;

/**
 * When an instance is interrupted by an event that begins at `atMs`. EC2 gives two minutes of notice, but begins to hibernate at
 * once (EC2 User Guide, "Spot Instance interruption notices").
 */
export function interruptionTimeMs(happening: Of<'spot-interruption'>, atMs: number, action: SpotAction): number {
  return noticeTimeMs(happening, atMs) + (happening.noticeMs ?? (action === 'hibernate' ? 0 : NOTICE_MS));
}

/** When the notice of an interruption is given that begins at `atMs`. */
function noticeTimeMs({ rebalanceBeforeMs = 0 }: Of<'spot-interruption'>, atMs: number): number {
  return atMs + rebalanceBeforeMs;
}

function maintenance(happening: Of<'maintenance'>, atMs: number, eventId: string): readonly Planned[] {
  const { kind: _, shutdownMs, ...shown } = happening;
  const beginsMs = Math.max(atMs, shown.notBeforeMs);
  const announced: Planned = {
    atMs,
    step: { kind: 'announce-maintenance', event: { ...shown, eventId, state: 'active' } },
  };
  const own = { maintenanceEventId: eventId };
  const endsMs = shown.code === 'system-maintenance' ? Math.max(beginsMs, shown.notAfterMs ?? 0) : beginsMs;
  const completed: Planned = { atMs: endsMs, step: { kind: 'complete-maintenance' }, ...own };
  const effect = effectOf(happening);
  const begun: readonly Planned[] = effect === undefined ? [] : [{ atMs: beginsMs, step: effect, ...own }];
  const settled: readonly Planned[] =
    effect?.kind === 'shut-down' ? [{ atMs: beginsMs + shutdownMs, step: { kind: 'settle' }, ...own }] : [];
  return [announced, ...begun, completed, ...settled];
}

/** A retired instance is stopped: all there are here have a root volume (EC2 User Guide, "Instance retirement"). */
function effectOf({ code }: Of<'maintenance'>): AgendaStep | undefined {
  switch (code) {
    case 'instance-stop':
    case 'instance-retirement':
      return { kind: 'shut-down', change: 'stop', reason: 'Server.ScheduledStop' };
    case 'instance-reboot':
    case 'system-reboot':
      return { kind: 'reboot' };
    case 'system-maintenance':
      return undefined;
  }
}

function stateChange({ change, startAfterMs }: Of<'state-change'>, atMs: number): readonly Planned[] {
  if (change === 'reboot') return [{ atMs, step: { kind: 'reboot' } }];
  const down: readonly Planned[] = [
    { atMs, step: { kind: 'shut-down', change, reason: 'Client.UserInitiatedShutdown' } },
    { atMs, step: { kind: 'settle' } },
  ];
  return startAfterMs === undefined ? down : [...down, { atMs: atMs + startAfterMs, step: { kind: 'start' } }];
}
