import type { ActionOf } from '../action.ts';
import { iamTags } from './iam-tags.ts';
import { changeOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn } from './oidc-rules.ts';
import { invalidTags } from './rules.ts';
import { withTags } from './tagged.ts';

/** IAM API Reference, `TagOpenIDConnectProvider`. */
export const tagOpenIdConnectProvider: ActionOf<'iam', 'TagOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn, Tags }) => invalidProviderArn(OpenIDConnectProviderArn) ?? invalidTags(Tags),
  permissions: ({ OpenIDConnectProviderArn, Tags }, call) => [
    { ...oidcProviderPermission(call, OpenIDConnectProviderArn), requestTags: iamTags(Tags) },
  ],
  act: ({ OpenIDConnectProviderArn, Tags }, call) =>
    changeOidcProvider(call, OpenIDConnectProviderArn, (provider) => withTags(provider, Tags)),
};
