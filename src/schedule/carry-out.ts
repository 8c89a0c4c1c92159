import type { AgendaItem, InstanceDeclaration, InstanceEvent } from '#model';
import { agendaOf } from './agenda.ts';
import { takeStep } from './take-step.ts';

/** Puts what an event has in store on the agenda of an instance; the same object if it is there. */
export function enlist(instance: InstanceDeclaration, event: InstanceEvent): InstanceDeclaration {
  const { agenda = [] } = instance;
  if (agenda.some(({ eventId }) => eventId === event.id)) return instance;
  const items = [...agenda, ...agendaOf(event, instance)];
  return { ...instance, agenda: items.sort((one, other) => one.atMs - other.atMs) };
}

/** When the next step of an instance is due; undefined if none is planned. */
export function nextDueMs({ agenda = [] }: Pick<InstanceDeclaration, 'agenda'>): number | undefined {
  return agenda[0]?.atMs;
}

/**
 * Takes the steps that are due first, if they are due at `nowMs`: those of one moment together, so that whoever watches
 * sees each state an instance goes through. The same object if nothing is due.
 */
export function carryOut(instance: InstanceDeclaration, nowMs: number): InstanceDeclaration {
  const dueMs = nextDueMs(instance);
  if (dueMs === undefined || dueMs > nowMs) return instance;
  const { agenda = [] } = instance;
  const moment = firstMoment(agenda);
  const before: InstanceDeclaration = withAgenda(instance, agenda.slice(moment.length));
  return moment.reduce((present, item) => takeStep(present, item, nowMs), before);
}

/** An instance goes through `shutting-down` and `stopping` for others to see, however short it is. */
function firstMoment(agenda: readonly AgendaItem[]): readonly AgendaItem[] {
  const dueMs = agenda[0]?.atMs;
  const end = agenda.findIndex(({ atMs, step }, index) => atMs !== dueMs || (step.kind === 'settle' && index > 0));
  return end === -1 ? agenda : agenda.slice(0, end);
}

/** The instance with this agenda, or without one if nothing is on it. */
export function withAgenda(instance: InstanceDeclaration, agenda: readonly AgendaItem[]): InstanceDeclaration {
  const { agenda: _, ...rest } = instance;
  return agenda.length === 0 ? rest : { ...rest, agenda };
}
