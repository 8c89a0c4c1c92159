import { ok } from '#base';
import { settle, shutDown, SHUTDOWNS } from '#model';
import type { ActionOf } from '../action.ts';
import { changeInstanceStates } from './change-instance-states.ts';
import type { Transition } from './change-instance-states.ts';
import { forbiddenBy } from './protection.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

const TERMINATE: Transition = {
  ...SHUTDOWNS.terminate,
  already: ['shutting-down', 'terminated'],
  participle: 'terminated',
  forbidden: (instance) => forbiddenBy(instance, 'disableApiTermination', 'terminated'),
  apply: (instance, nowMs) => settle(shutDown(instance, 'terminate', 'Client.UserInitiatedShutdown', nowMs), nowMs),
};

/** EC2 API Reference, `TerminateInstances`. What was terminated stays visible for an hour. */
export const terminateInstances: ActionOf<'ec2', 'TerminateInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, TERMINATE);
    return changed.ok ? ok({ TerminatingInstances: changed.value }) : changed;
  },
};
