import { ok } from '#base';
import type { ActionOf } from '../action.ts';

/** IAM API Reference, `ListAccountAliases`. There are no aliases. */
export const listAccountAliases: ActionOf<'iam', 'ListAccountAliases'> = {
  act: () => ok({ AccountAliases: [], IsTruncated: false }),
};
