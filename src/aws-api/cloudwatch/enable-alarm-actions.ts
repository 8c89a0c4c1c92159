import type { ActionOf } from '../action.ts';
import { alarmPermissions } from './alarms/find-alarms.ts';
import { switchActions } from './alarms/switch-actions.ts';

/** CloudWatch API Reference, `EnableAlarmActions`. */
export const enableAlarmActions: ActionOf<'cloudwatch', 'EnableAlarmActions'> = {
  permissions: ({ AlarmNames }, call) => alarmPermissions(call, AlarmNames),
  act: ({ AlarmNames }, call) => switchActions(AlarmNames, true, call),
};
