import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { defined } from '../defined.ts';
import { instancesNotFound } from './errors.ts';
import { isVisible, malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

/** EC2 API Reference, `ModifyInstanceMaintenanceOptions`. No host fails here: the options are kept and told. */
export const modifyInstanceMaintenanceOptions: ActionOf<'ec2', 'ModifyInstanceMaintenanceOptions'> = {
  validate: ({ InstanceId }) => malformedInstanceId([InstanceId]),
  permissions: ({ InstanceId }, call) => [instancePermission(call, InstanceId)],
  async act({ InstanceId, AutoRecovery, RebootMigration }, call) {
    const asked = defined({ autoRecovery: AutoRecovery, rebootMigration: RebootMigration });
    const changed = await call.inventory.change('instance', InstanceId, (present) => {
      if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([InstanceId]));
      const maintenance = { ...present.controls?.maintenance, ...asked };
      return ok({ ...present, controls: { ...present.controls, maintenance } });
    });
    return changed.ok ? ok({ InstanceId, AutoRecovery, RebootMigration }) : changed;
  },
};
