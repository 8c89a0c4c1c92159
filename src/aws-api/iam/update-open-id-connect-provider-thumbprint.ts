import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn, invalidThumbprints } from './oidc-rules.ts';

/** IAM API Reference, `UpdateOpenIDConnectProviderThumbprint`: the whole list is replaced. */
export const updateOpenIdConnectProviderThumbprint: ActionOf<'iam', 'UpdateOpenIDConnectProviderThumbprint'> = {
  validate: ({ OpenIDConnectProviderArn, ThumbprintList }) =>
    invalidProviderArn(OpenIDConnectProviderArn) ?? invalidThumbprints(ThumbprintList),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act: ({ OpenIDConnectProviderArn, ThumbprintList }, call) =>
    changeOidcProvider(call, OpenIDConnectProviderArn, (provider) =>
      ok({ ...provider, thumbprints: ThumbprintList.map((thumbprint) => thumbprint.toLowerCase()) }),
    ),
};
