import type { ActionOf } from '../action.ts';
import { alarmTags, invalidAlarmTags } from './alarms/alarm-tags.ts';
import { changeTags, tagPermissions } from './alarms/tagged-alarm.ts';

/** CloudWatch API Reference, `TagResource`. */
export const tagResource: ActionOf<'cloudwatch', 'TagResource'> = {
  validate: ({ Tags }) => invalidAlarmTags(Tags),
  permissions: ({ ResourceARN, Tags }, call) => tagPermissions(call, ResourceARN, alarmTags(Tags)),
  act: ({ ResourceARN, Tags }, call) => changeTags(call, ResourceARN, (tags) => ({ ...tags, ...alarmTags(Tags) })),
};
