import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidAlias } from './account-aliases.ts';
import { noSuchEntity } from './errors.ts';

/** IAM API Reference, `DeleteAccountAlias`. */
export const deleteAccountAlias: ActionOf<'iam', 'DeleteAccountAlias'> = {
  validate: ({ AccountAlias }) => invalidAlias(AccountAlias),
  async act({ AccountAlias: alias }, { inventory, accountId }) {
    const deleted = await inventory.change('account-alias', accountId, (present) =>
      present?.alias === alias ? ok(undefined) : err(noSuchEntity(`The account alias ${alias}`)),
    );
    return deleted.ok ? ok({}) : deleted;
  },
};
