import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { invalidPathPrefix } from './rules.ts';
import { listedUser, usersOf } from './users.ts';

/** IAM API Reference, `ListUsers`. */
export const listUsers: ActionOf<'iam', 'ListUsers'> = {
  validate: (input) => invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input),
  permissions: ({ PathPrefix = '/' }, { region, accountId }) => [
    { resource: arn(region, 'iam', '', accountId, `user${PathPrefix}`) },
  ],
  act(input, call) {
    const { PathPrefix = '/' } = input;
    const users = usersOf(call).filter(({ path }) => path.startsWith(PathPrefix));
    const page = listedPage(users, ({ name }) => name, input);
    return page.ok ? ok({ Users: page.value.items.map(listedUser), ...page.value.rest }) : page;
  },
};
