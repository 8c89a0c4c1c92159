import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn } from './oidc-rules.ts';

/** IAM API Reference, `DeleteOpenIDConnectProvider`. Roles that trust it stay, and can no longer be assumed through it. */
export const deleteOpenIdConnectProvider: ActionOf<'iam', 'DeleteOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn }) => invalidProviderArn(OpenIDConnectProviderArn),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act: ({ OpenIDConnectProviderArn }, call) => changeOidcProvider(call, OpenIDConnectProviderArn, () => ok(undefined)),
};
