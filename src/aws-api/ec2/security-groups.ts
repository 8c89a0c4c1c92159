import { completeInstance, deriveResourceId } from '#model';
import type { SecurityGroup } from '#model';
import type { Call } from '../action.ts';
import { networkOf } from './network.ts';
import { registeredGroups } from './security-group/registered-groups.ts';

/** The security groups of these ids and names; the default one if there are none. A group that nobody is in yet goes by its id. */
export function securityGroupsOf(
  call: Call,
  ids: readonly string[],
  names: readonly string[] = [],
): readonly (SecurityGroup | { readonly name: string })[] {
  const groups = [...new Set(ids)].map((id) => ({ id, name: groupName(call, id) }));
  const all = [...groups, ...[...new Set(names)].map((name) => namedGroup(call, name))];
  return all.length === 0 ? [{ name: 'default' }] : all;
}

/** A name is one in the default VPC; of a group that nobody made the id is derived from it. */
function namedGroup(call: Call, name: string): SecurityGroup | { readonly name: string } {
  const vpcId = deriveResourceId('vpc', call.region);
  const made = registeredGroups(call).find((group) => group.name === name && group.vpcId === vpcId);
  return made === undefined ? { name } : { id: made.id, name };
}

/** Whoever says a group's id is found sooner than those of whom it has to be derived. */
function groupName(call: Call, id: string): string {
  const { inventory, accountId, region } = call;
  const made = registeredGroups(call).find((group) => group.id === id);
  if (made !== undefined) return made.name;
  let name: string | undefined;
  inventory.findMentioning('instance', `"${id}"`, (instance) => {
    if (instance.accountId !== accountId || instance.region !== region) return false;
    const groups = completeInstance(instance).networkInterfaces.flatMap(({ securityGroups }) => securityGroups);
    name = groups.find((group) => group.id === id)?.name;
    return name !== undefined;
  });
  return name ?? networkOf(call).groups.get(id)?.name ?? id;
}
