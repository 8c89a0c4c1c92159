import { ok } from '#base';
import { settle, shutDown, SHUTDOWNS } from '#model';
import type { ActionOf } from '../action.ts';
import { changeInstanceStates } from './change-instance-states.ts';
import type { Transition } from './change-instance-states.ts';
import { forbiddenBy } from './protection.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

const STOP: Transition = {
  ...SHUTDOWNS.stop,
  already: ['stopping', 'stopped'],
  participle: 'stopped',
  forbidden: (instance) => forbiddenBy(instance, 'disableApiStop', 'stopped'),
  apply: (instance, nowMs) => settle(shutDown(instance, 'stop', 'Client.UserInitiatedShutdown', nowMs), nowMs),
};

/** EC2 API Reference, `StopInstances`. */
export const stopInstances: ActionOf<'ec2', 'StopInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, STOP);
    return changed.ok ? ok({ StoppingInstances: changed.value }) : changed;
  },
};
