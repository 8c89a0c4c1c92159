import type { ActionOf } from '../action.ts';
import { changeTags } from './change-tags.ts';
import { ec2Error } from './errors.ts';
import { tagsOf } from './tag-list.ts';
import { invalidTags } from './tag-rules.ts';
import { tagPermissions, untaggable } from './taggable.ts';

/** EC2 API Reference, `CreateTags`. */
export const createTags: ActionOf<'ec2', 'CreateTags'> = {
  validate({ Resources, Tags }) {
    if (Tags.length === 0) return ec2Error('MissingParameter', 'The request must contain the parameter Tags');
    return untaggable(Resources) ?? invalidTags(Tags);
  },
  permissions: ({ Resources, Tags }, call) => tagPermissions(call, Resources, tagsOf(Tags)),
  act: ({ Resources, Tags }, call) => changeTags(call, Resources, (present) => ({ ...present, ...tagsOf(Tags) })),
};
