import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { instancePermission } from './instance-permission.ts';
import {
  associated,
  associatedInstances,
  associationId,
  associationView,
  unknownAssociation,
} from './profile-association.ts';

/** EC2 API Reference, `DisassociateIamInstanceProfile`: the metadata have no credentials any more. */
export const disassociateIamInstanceProfile: ActionOf<'ec2', 'DisassociateIamInstanceProfile'> = {
  permissions({ AssociationId }, call) {
    const found = associatedInstances(call).find((each) => associationId(each) === AssociationId);
    return [instancePermission(call, found?.id ?? '*')];
  },
  async act({ AssociationId }, call) {
    const found = associatedInstances(call).find((each) => associationId(each) === AssociationId);
    if (found === undefined) return err(unknownAssociation(AssociationId));
    const changed = await call.inventory.change('instance', found.id, (present) => {
      const still = present && associated(present);
      if (still === undefined || associationId(still) !== AssociationId) return err(unknownAssociation(AssociationId));
      const { instanceProfile: _, ...rest } = still;
      return ok({ ...rest, credentialsSinceMs: call.nowMs, revisedAtMs: call.nowMs });
    });
    return changed.ok ? ok({ IamInstanceProfileAssociation: associationView(found, 'disassociating') }) : changed;
  },
};
