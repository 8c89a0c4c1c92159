import { ok } from '#base';
import { settle, shutDown, SHUTDOWNS } from '#model';
import type { InstanceDeclaration } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeInstanceStates } from './change-instance-states.ts';
import type { Transition } from './change-instance-states.ts';
import { ec2Error } from './errors.ts';
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

/** There is no memory to keep: what differs is the reason that is told (EC2 User Guide, "Hibernate your instance"). */
const HIBERNATE: Transition = {
  ...STOP,
  forbidden: (instance) => notHibernating(instance) ?? STOP.forbidden?.(instance),
  apply: (instance, nowMs) => settle(shutDown(instance, 'stop', 'Client.UserInitiatedHibernate', nowMs), nowMs),
};

function notHibernating({ hibernationConfigured }: InstanceDeclaration): ApiError | undefined {
  if (hibernationConfigured === true) return undefined;
  const message = 'The instance is not enabled for hibernation: launch it with HibernationOptions.Configured=true.';
  return ec2Error('UnsupportedHibernationConfiguration', message);
}

/** EC2 API Reference, `StopInstances`. */
export const stopInstances: ActionOf<'ec2', 'StopInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds, Hibernate }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, Hibernate === true ? HIBERNATE : STOP);
    return changed.ok ? ok({ StoppingInstances: changed.value }) : changed;
  },
};
