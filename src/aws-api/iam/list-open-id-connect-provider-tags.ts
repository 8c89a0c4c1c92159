import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems } from './iam-page.ts';
import { findOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn } from './oidc-rules.ts';
import { tagPage } from './tagged.ts';

/** IAM API Reference, `ListOpenIDConnectProviderTags`. */
export const listOpenIdConnectProviderTags: ActionOf<'iam', 'ListOpenIDConnectProviderTags'> = {
  validate: (input) => invalidProviderArn(input.OpenIDConnectProviderArn) ?? invalidMaxItems(input),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act(input, call) {
    const provider = findOidcProvider(call, input.OpenIDConnectProviderArn);
    if (!provider.ok) return provider;
    const page = tagPage(provider.value, input);
    return page.ok ? ok({ Tags: page.value.items, ...page.value.rest }) : page;
  },
};
