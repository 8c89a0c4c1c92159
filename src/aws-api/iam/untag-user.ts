import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName } from './rules.ts';
import { withoutTags } from './tagged.ts';

/** IAM API Reference, `UntagUser`. */
export const untagUser: ActionOf<'iam', 'UntagUser'> = {
  validate: ({ UserName }) => invalidName('userName', UserName),
  permissions: ({ UserName }, call) => [userPermission(call, UserName)],
  async act({ UserName, TagKeys }, call) {
    const changed = await changeUser(call, UserName, (user) => withoutTags(user, TagKeys));
    return changed.ok ? ok({}) : changed;
  },
};
