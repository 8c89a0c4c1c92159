import { err, ok } from '#base';
import type { RegisteredSecurityGroup } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import { ec2Error } from './errors.ts';
import { visibleInstances } from './find-instances.ts';
import { interfacesOf } from './interfaces.ts';
import { findGroup, groupPermission, invalidGroupReference } from './security-group/find-group.ts';
import { deletedGroup, registeredGroups } from './security-group/registered-groups.ts';

/** EC2 API Reference, `DeleteSecurityGroup`. */
export const deleteSecurityGroup: ActionOf<'ec2', 'DeleteSecurityGroup'> = {
  validate: invalidGroupReference,
  permissions: (input, call) => [groupPermission(call, input)],
  async act(input, call) {
    const found = findGroup(call, input);
    if (!found.ok) return found;
    const group = found.value;
    const refusal = undeletable(call, group);
    if (refusal !== undefined) return err(refusal);
    const deleted = await call.inventory.change('security-group', documentId('security-group', group), (present) =>
      ok(present?.id === group.id ? deletedGroup(present, call.nowMs) : present),
    );
    return deleted.ok ? ok({ Return: true, GroupId: group.id }) : deleted;
  },
};

function undeletable(call: Call, { id, name }: RegisteredSecurityGroup): ApiError | undefined {
  if (name === 'default') {
    return ec2Error('CannotDelete', `the specified group: "${id}" name: "default" cannot be deleted by a user`);
  }
  const isNamed = registeredGroups(call).some(
    ({ id: other, rules }) => other !== id && rules.some(({ peer }) => peer.kind === 'group' && peer.groupId === id),
  );
  const hasMembers = visibleInstances(call).some(({ entity }) =>
    interfacesOf(entity).some(({ nic }) => nic.securityGroups.some((group) => group.id === id)),
  );
  if (!isNamed && !hasMembers) return undefined;
  return ec2Error('DependencyViolation', `resource ${id} has a dependent object`);
}
