import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeMonitoring } from './change-monitoring.ts';
import { malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

/** EC2 API Reference, `MonitorInstances`. */
export const monitorInstances: ActionOf<'ec2', 'MonitorInstances'> = {
  validate: ({ InstanceIds }) => malformedInstanceId(InstanceIds),
  permissions: ({ InstanceIds }, call) => InstanceIds.map((id) => instancePermission(call, id)),
  async act({ InstanceIds }, call) {
    const changed = await changeMonitoring(call, InstanceIds, 'enabled');
    return changed.ok ? ok({ InstanceMonitorings: changed.value }) : changed;
  },
};
