import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidClientIds, invalidProviderArn } from './oidc-rules.ts';

/** IAM API Reference, `AddClientIDToOpenIDConnectProvider`: adding twice is once. */
export const addClientIdToOpenIdConnectProvider: ActionOf<'iam', 'AddClientIDToOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn, ClientID }) =>
    invalidProviderArn(OpenIDConnectProviderArn) ?? invalidClientIds([ClientID]),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act({ OpenIDConnectProviderArn, ClientID }, call) {
    return changeOidcProvider(call, OpenIDConnectProviderArn, (provider) => {
      if (provider.clientIds.includes(ClientID)) return ok(provider);
      const clientIds = [...provider.clientIds, ClientID];
      const refusal = invalidClientIds(clientIds);
      return refusal === undefined ? ok({ ...provider, clientIds }) : err(refusal);
    });
  },
};
