import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { iamTags } from './iam-tags.ts';
import { changeUser, userPermission } from './users.ts';
import { invalidName, invalidTags } from './rules.ts';
import { withTags } from './tagged.ts';

/** IAM API Reference, `TagUser`. */
export const tagUser: ActionOf<'iam', 'TagUser'> = {
  validate: ({ UserName, Tags }) => invalidName('userName', UserName) ?? invalidTags(Tags),
  permissions: ({ UserName, Tags }, call) => [{ ...userPermission(call, UserName), requestTags: iamTags(Tags) }],
  async act({ UserName, Tags }, call) {
    const changed = await changeUser(call, UserName, (user) => withTags(user, Tags));
    return changed.ok ? ok({}) : changed;
  },
};
