import { ok } from '#base';
import { reboot } from '#model';
import type { ActionOf } from '../action.ts';
import { changeInstanceStates } from './change-instance-states.ts';
import type { Transition } from './change-instance-states.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

const REBOOT: Transition = {
  from: ['pending', 'running'],
  through: 'running',
  already: [],
  participle: 'rebooted',
  apply: reboot,
};

/** EC2 API Reference, `RebootInstances`. */
export const rebootInstances: ActionOf<'ec2', 'RebootInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, REBOOT);
    return changed.ok ? ok({}) : changed;
  },
};
