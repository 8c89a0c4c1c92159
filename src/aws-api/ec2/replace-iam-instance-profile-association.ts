import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findProfile, invalidProfileSpecification, passRolePermissions } from './find-profile.ts';
import { instancePermission } from './instance-permission.ts';
import {
  associated,
  associatedInstances,
  associationId,
  associationView,
  instanceArn,
  unknownAssociation,
  withProfile,
} from './profile-association.ts';

/** EC2 API Reference, `ReplaceIamInstanceProfileAssociation`. */
export const replaceIamInstanceProfileAssociation: ActionOf<'ec2', 'ReplaceIamInstanceProfileAssociation'> = {
  validate: ({ IamInstanceProfile }) => invalidProfileSpecification(IamInstanceProfile),
  permissions({ AssociationId, IamInstanceProfile }, call) {
    const found = associatedInstances(call).find((each) => associationId(each) === AssociationId);
    const id = found?.id ?? '*';
    return [instancePermission(call, id), ...passRolePermissions(call, IamInstanceProfile, instanceArn(call, id))];
  },
  async act({ AssociationId, IamInstanceProfile }, call) {
    const profile = findProfile(call, IamInstanceProfile);
    if (!profile.ok) return profile;
    const found = associatedInstances(call).find((each) => associationId(each) === AssociationId);
    if (found === undefined) return err(unknownAssociation(AssociationId));
    const changed = await call.inventory.change('instance', found.id, (present) => {
      const still = present && associated(present);
      if (still === undefined || associationId(still) !== AssociationId) return err(unknownAssociation(AssociationId));
      return ok(withProfile(still, profile.value, call));
    });
    if (!changed.ok) return changed;
    const instance = changed.value.entity && associated(changed.value.entity);
    const view = instance && { ...associationView(instance, 'associating'), Timestamp: new Date(call.nowMs) };
    return ok({ IamInstanceProfileAssociation: view });
  },
};
