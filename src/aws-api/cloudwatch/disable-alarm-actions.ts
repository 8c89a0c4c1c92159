import type { ActionOf } from '../action.ts';
import { alarmPermissions } from './alarms/find-alarms.ts';
import { switchActions } from './alarms/switch-actions.ts';

/** CloudWatch API Reference, `DisableAlarmActions`. */
export const disableAlarmActions: ActionOf<'cloudwatch', 'DisableAlarmActions'> = {
  permissions: ({ AlarmNames }, call) => alarmPermissions(call, AlarmNames),
  act: ({ AlarmNames }, call) => switchActions(AlarmNames, false, call),
};
