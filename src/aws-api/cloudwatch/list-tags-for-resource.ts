import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { findByArn, tagPermissions } from './alarms/tagged-alarm.ts';

/** CloudWatch API Reference, `ListTagsForResource`. */
export const listTagsForResource: ActionOf<'cloudwatch', 'ListTagsForResource'> = {
  permissions: ({ ResourceARN }, call) => tagPermissions(call, ResourceARN),
  act({ ResourceARN }, call) {
    const found = findByArn(call, ResourceARN);
    if (!found.ok) return found;
    return ok({ Tags: Object.entries(found.value.tags).map(([Key, Value]) => ({ Key, Value })) });
  },
};
