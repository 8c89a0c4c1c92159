import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidClientIds, invalidProviderArn } from './oidc-rules.ts';

/** IAM API Reference, `RemoveClientIDFromOpenIDConnectProvider`: one that is not there may be removed, too. */
export const removeClientIdFromOpenIdConnectProvider: ActionOf<'iam', 'RemoveClientIDFromOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn, ClientID }) =>
    invalidProviderArn(OpenIDConnectProviderArn) ?? invalidClientIds([ClientID]),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act: ({ OpenIDConnectProviderArn, ClientID }, call) =>
    changeOidcProvider(call, OpenIDConnectProviderArn, (provider) =>
      ok({ ...provider, clientIds: provider.clientIds.filter((id) => id !== ClientID) }),
    ),
};
