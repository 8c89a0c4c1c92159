import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { listedRole, rolesOf } from './roles.ts';
import { invalidPathPrefix } from './rules.ts';

/** IAM API Reference, `ListRoles`. */
export const listRoles: ActionOf<'iam', 'ListRoles'> = {
  validate: (input) => invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input),
  permissions: ({ PathPrefix = '/' }, { region, accountId }) => [
    { resource: arn(region, 'iam', '', accountId, `role${PathPrefix}`) },
  ],
  act(input, call) {
    const { PathPrefix = '/' } = input;
    const roles = rolesOf(call).filter(({ path }) => path.startsWith(PathPrefix));
    const page = listedPage(roles, ({ name }) => name, input);
    return page.ok ? ok({ Roles: page.value.items.map(listedRole), ...page.value.rest }) : page;
  },
};
