import { ok } from '#base';
import { boot } from '#model';
import type { ActionOf } from '../action.ts';
import { changeInstanceStates } from './change-instance-states.ts';
import type { Transition } from './change-instance-states.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

const START: Transition = {
  from: ['stopped'],
  through: 'pending',
  already: ['pending', 'running'],
  participle: 'started',
  apply: boot,
};

/** EC2 API Reference, `StartInstances`. */
export const startInstances: ActionOf<'ec2', 'StartInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, START);
    return changed.ok ? ok({ StartingInstances: changed.value }) : changed;
  },
};
