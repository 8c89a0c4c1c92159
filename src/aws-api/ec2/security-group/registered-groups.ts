import { deriveResourceId } from '#model';
import type { RegisteredSecurityGroup, SecurityGroupRule } from '#model';
import type { Call } from '../../action.ts';

/** The groups of the call's account and Region that somebody made or changed. */
export function registeredGroups({ inventory, accountId, region }: Call): readonly RegisteredSecurityGroup[] {
  return inventory
    .all('security-group')
    .map(({ entity }) => entity)
    .filter((group) => group.accountId === accountId && group.region === region && group.deletedAtMs === undefined);
}

/** How many deleted groups of one name are remembered. */
const FORMER_MAX = 100;

/** The group as it stays behind once it is deleted. */
export function deletedGroup(group: RegisteredSecurityGroup, nowMs: number): RegisteredSecurityGroup {
  return { ...group, rules: [], tags: {}, deletedAtMs: nowMs };
}

/** A new group in the place of one of its name that was deleted, if there was any. */
export function afterDeleted(
  group: RegisteredSecurityGroup,
  deleted: RegisteredSecurityGroup | undefined,
): RegisteredSecurityGroup {
  if (deleted === undefined) return group;
  return { ...group, formerIds: [...(deleted.formerIds ?? []), deleted.id].slice(-FORMER_MAX) };
}

/** The first of these ids whose group was made here and deleted since. Of ids that nobody here has made nothing is known. */
export function firstDeleted({ inventory, accountId, region }: Call, ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const gone = inventory
    .all('security-group')
    .filter(({ entity }) => entity.accountId === accountId && entity.region === region)
    .flatMap(({ entity: { id, formerIds = [], deletedAtMs } }) =>
      deletedAtMs === undefined ? formerIds : [...formerIds, id],
    );
  const known = new Set(gone);
  return ids.find((id) => known.has(id));
}

/** A group that is known by its name only: what it is until somebody changes it. */
export function unregisteredGroup(
  { accountId, region }: Call,
  { id, name, vpcId }: Pick<RegisteredSecurityGroup, 'id' | 'name' | 'vpcId'>,
): RegisteredSecurityGroup {
  const isDefault = name === 'default';
  return {
    id,
    accountId,
    region,
    vpcId,
    name,
    description: isDefault ? 'default VPC security group' : name,
    rules: [...(isDefault ? [membersIn(id)] : []), everythingOut(id)],
    createdAtMs: 0,
    tags: {},
  };
}

/** Amazon VPC User Guide, "Default security groups": everything from the group's own members comes in. */
function membersIn(groupId: string): SecurityGroupRule {
  const id = deriveResourceId('sgr', `${groupId}/in`);
  return { id, isEgress: false, protocol: '-1', fromPort: -1, toPort: -1, peer: { kind: 'group', groupId } };
}

/** Amazon VPC User Guide, "Security groups": of a new group everything goes out. */
export function everythingOut(groupId: string): SecurityGroupRule {
  const id = deriveResourceId('sgr', `${groupId}/out`);
  const peer = { kind: 'ipv4', cidr: '0.0.0.0/0' } as const;
  return { id, isEgress: true, protocol: '-1', fromPort: -1, toPort: -1, peer };
}
