import type { ActionOf } from '../action.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn } from './oidc-rules.ts';
import { withoutTags } from './tagged.ts';

/** IAM API Reference, `UntagOpenIDConnectProvider`. */
export const untagOpenIdConnectProvider: ActionOf<'iam', 'UntagOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn }) => invalidProviderArn(OpenIDConnectProviderArn),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act: ({ OpenIDConnectProviderArn, TagKeys }, call) =>
    changeOidcProvider(call, OpenIDConnectProviderArn, (provider) => withoutTags(provider, TagKeys)),
};
