import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../action.ts';

/** IAM API Reference, `ListOpenIDConnectProviders`. */
export const listOpenIdConnectProviders: ActionOf<'iam', 'ListOpenIDConnectProviders'> = {
  permissions: (_, { region, accountId }) => [{ resource: arn(region, 'iam', '', accountId, 'oidc-provider/*') }],
  act(_, { inventory, accountId }) {
    const providers = inventory.all('oidc-provider').filter(({ entity }) => entity.accountId === accountId);
    return ok({ OpenIDConnectProviderList: providers.map(({ entity }) => ({ Arn: entity.arn })) });
  },
};
