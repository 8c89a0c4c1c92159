import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { isVisible, malformedInstanceId } from './find-instances.ts';
import { findProfile, invalidProfileSpecification, passRolePermissions } from './find-profile.ts';
import { instancePermission } from './instance-permission.ts';
import { stateOf } from './instance-state.ts';
import { associated, associationView, instanceArn, withProfile } from './profile-association.ts';

/** EC2 API Reference, `AssociateIamInstanceProfile`. */
export const associateIamInstanceProfile: ActionOf<'ec2', 'AssociateIamInstanceProfile'> = {
  validate: ({ InstanceId, IamInstanceProfile }) =>
    malformedInstanceId([InstanceId]) ?? invalidProfileSpecification(IamInstanceProfile),
  permissions: ({ InstanceId, IamInstanceProfile }, call) => [
    instancePermission(call, InstanceId),
    ...passRolePermissions(call, IamInstanceProfile, instanceArn(call, InstanceId)),
  ],
  async act({ InstanceId, IamInstanceProfile }, call) {
    const profile = findProfile(call, IamInstanceProfile);
    if (!profile.ok) return profile;
    const changed = await call.inventory.change('instance', InstanceId, (present) => {
      if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([InstanceId]));
      if (['terminated', 'shutting-down'].includes(stateOf(present))) return err(wrongState(InstanceId));
      if (present.instanceProfile !== undefined) return err(alreadyAssociated(InstanceId));
      return ok(withProfile(present, profile.value, call));
    });
    if (!changed.ok) return changed;
    const instance = changed.value.entity && associated(changed.value.entity);
    const view = instance && { ...associationView(instance, 'associating'), Timestamp: new Date(call.nowMs) };
    return ok({ IamInstanceProfileAssociation: view });
  },
};

function wrongState(id: string): ReturnType<typeof ec2Error> {
  return ec2Error('IncorrectInstanceState', `The instance ${id} is not in the 'running' or 'stopped' states.`);
}

function alreadyAssociated(id: string): ReturnType<typeof ec2Error> {
  return ec2Error('IncorrectState', `There is an existing association for instance ${id}`);
}
