import type { ActionOf } from '../action.ts';
import { withoutTags } from '../tags.ts';
import { changeTags, tagPermissions } from './alarms/tagged-alarm.ts';

/** CloudWatch API Reference, `UntagResource`. */
export const untagResource: ActionOf<'cloudwatch', 'UntagResource'> = {
  permissions: ({ ResourceARN }, call) => tagPermissions(call, ResourceARN),
  act: ({ ResourceARN, TagKeys }, call) => changeTags(call, ResourceARN, (tags) => withoutTags(tags, TagKeys)),
};
