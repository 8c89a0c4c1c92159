import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeMonitoring } from './change-monitoring.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

/** EC2 API Reference, `UnmonitorInstances`. */
export const unmonitorInstances: ActionOf<'ec2', 'UnmonitorInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeMonitoring(call, InstanceIds, 'disabled');
    return changed.ok ? ok({ InstanceMonitorings: changed.value }) : changed;
  },
};
