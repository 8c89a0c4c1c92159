import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidAlias } from './account-aliases.ts';
import { entityAlreadyExists } from './errors.ts';

/** IAM API Reference, `CreateAccountAlias`: a new one takes the place of the one there is. */
export const createAccountAlias: ActionOf<'iam', 'CreateAccountAlias'> = {
  validate: ({ AccountAlias }) => invalidAlias(AccountAlias),
  async act({ AccountAlias: alias }, { inventory, accountId }) {
    const isTaken = inventory
      .all('account-alias')
      .some(({ entity }) => entity.alias === alias && entity.accountId !== accountId);
    if (isTaken) return err(entityAlreadyExists(`The account alias ${alias}`));
    const created = await inventory.change('account-alias', accountId, (present) =>
      ok(present?.alias === alias ? present : { accountId, alias }),
    );
    return created.ok ? ok({}) : created;
  },
};
