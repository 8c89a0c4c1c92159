import type { Inventory } from '#aws-api';
import { ok } from '#base';
import type { InstanceDeclaration } from '#model';

/** How many instances are changed at a time. */
const AT_A_TIME = 64;

/** Changes instances, each by itself; those that are gone are passed over. Throws if one of them cannot be. */
export async function changeAll(
  inventory: Inventory,
  ids: readonly string[],
  update: (instance: InstanceDeclaration) => InstanceDeclaration,
): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_A_TIME) {
    const some = ids.slice(at, at + AT_A_TIME);
    await Promise.all(some.map((id) => changeOne(inventory, id, update)));
  }
}

async function changeOne(
  inventory: Inventory,
  id: string,
  update: (instance: InstanceDeclaration) => InstanceDeclaration,
): Promise<void> {
  const changed = await inventory.change('instance', id, (present) => ok(present && update(present)));
  if (!changed.ok) throw new Error(`${id} was not changed: ${changed.error.message}`);
}
