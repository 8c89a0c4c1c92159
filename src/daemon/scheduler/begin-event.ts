import type { Inventory } from '#aws-api';
import { ok } from '#base';
import type { InstanceEvent } from '#model';
import { carryOut, enlist, unfitness } from '#schedule';
import { changeAll } from './change-all.ts';
import { matching } from './matching.ts';

/** How many instances one event may befall. */
const INSTANCES_PER_EVENT = 10_000;

/**
 * Begins an event: finds its instances, notes them, and puts what is in store on the agenda of each. Every step may be
 * repeated, so that one who is interrupted can begin anew.
 */
export async function beginEvent(inventory: Inventory, id: string, nowMs: number): Promise<void> {
  const found = await change(inventory, id, (event) =>
    event.state === 'scheduled' ? { ...event, ...befallen(inventory, event) } : event,
  );
  if (found?.state !== 'beginning') return;
  await changeAll(inventory, found.instanceIds, (instance) =>
    unfitness(instance, found) === undefined ? carryOut(enlist(instance, found), nowMs) : instance,
  );
  await change(inventory, id, (event) => (event.state === 'beginning' ? { ...event, state: 'begun' } : event));
}

function befallen(
  inventory: Inventory,
  event: InstanceEvent,
): Pick<InstanceEvent, 'state' | 'instanceIds'> & { readonly reason?: string } {
  const fit = matching(inventory, event.accountId, event.target).filter((each) => unfitness(each, event) === undefined);
  if (fit.length === 0) return { state: 'failed', reason: 'there was no instance it could befall', instanceIds: [] };
  if (fit.length > INSTANCES_PER_EVENT) {
    const reason = `${fit.length} instances matched; an event befalls at most ${INSTANCES_PER_EVENT}`;
    return { state: 'failed', reason, instanceIds: [] };
  }
  return { state: 'beginning', instanceIds: fit.map((each) => each.id) };
}

async function change(
  inventory: Inventory,
  id: string,
  update: (event: InstanceEvent) => InstanceEvent,
): Promise<InstanceEvent | undefined> {
  const changed = await inventory.change('instance-event', id, (present) => ok(present && update(present)));
  if (!changed.ok) throw new Error(`event ${id} was not changed: ${changed.error.message}`);
  return changed.value.entity;
}
