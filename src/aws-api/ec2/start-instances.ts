import { ok } from '#base';
import type { InstanceDeclaration } from '#model';
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

/** A start is a new boot: tokens of the last one end, and role credentials begin anew. */
function boot(instance: InstanceDeclaration, nowMs: number): InstanceDeclaration {
  const { credentialsSinceMs: _, ...rest } = instance;
  return { ...rest, state: 'running', launchTimeMs: nowMs, revisedAtMs: nowMs };
}

/** EC2 API Reference, `StartInstances`. */
export const startInstances: ActionOf<'ec2', 'StartInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeInstanceStates(call, InstanceIds, START);
    return changed.ok ? ok({ StartingInstances: changed.value }) : changed;
  },
};
