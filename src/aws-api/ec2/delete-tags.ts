import type { Tags } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeTags } from './change-tags.ts';
import { tagsOf } from './tag-list.ts';
import { tagPermissions, untaggable } from './taggable.ts';

/** EC2 API Reference, `DeleteTags`: the tags named, those with a value only if they have it; all if none are named. */
export const deleteTags: ActionOf<'ec2', 'DeleteTags'> = {
  validate: ({ Resources }) => untaggable(Resources),
  permissions: ({ Resources, Tags }, call) => tagPermissions(call, Resources, Tags && tagsOf(Tags)),
  act: ({ Resources, Tags }, call) => changeTags(call, Resources, (present) => without(present, Tags)),
};

function without(present: Tags, doomed: readonly ec2.Tag[] | undefined): Tags {
  const isDoomed = ([key, value]: readonly [string, string]): boolean =>
    doomed === undefined || doomed.length === 0
      ? !key.startsWith('aws:')
      : doomed.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value));
  return Object.fromEntries(Object.entries(present).filter((tag) => !isDoomed(tag)));
}
