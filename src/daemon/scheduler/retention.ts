import type { Inventory } from '#aws-api';
import { ok } from '#base';
import type { InstanceEvent } from '#model';

/** How many events may wait for their time. */
export const WAITING_EVENTS_MAX = 10_000;
/** How many of those that are over are kept. */
const ENDED_EVENTS_MAX = 1000;

/** How many events wait for their time. */
export function waitingEvents(inventory: Inventory): number {
  return inventory.all('instance-event').filter(({ entity }) => entity.state === 'scheduled').length;
}

/** Deletes the oldest of the events that are over, but for the last thousand. */
export async function forgetOldEvents(inventory: Inventory): Promise<void> {
  const ended = inventory.all('instance-event').filter(({ entity }) => isOver(inventory, entity));
  for (const { entity } of ended.slice(0, -ENDED_EVENTS_MAX))
    await inventory.change('instance-event', entity.id, () => ok(undefined));
}

function isOver(inventory: Inventory, { id, state, instanceIds }: InstanceEvent): boolean {
  if (state === 'canceled' || state === 'failed') return true;
  const isToCome = (each: string): boolean =>
    inventory.get('instance', each)?.agenda?.some(({ eventId }) => eventId === id) ?? false;
  return state === 'begun' && !instanceIds.some(isToCome);
}
