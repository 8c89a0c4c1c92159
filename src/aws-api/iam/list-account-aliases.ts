import { ok } from '#base';
import type { ActionOf } from '../action.ts';

/** IAM API Reference, `ListAccountAliases`: an account has one at most. */
export const listAccountAliases: ActionOf<'iam', 'ListAccountAliases'> = {
  act(_, { inventory, accountId }) {
    const kept = inventory.get('account-alias', accountId);
    return ok({ AccountAliases: kept === undefined ? [] : [kept.alias], IsTruncated: false });
  },
};
