import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { iamTagList } from './iam-tags.ts';
import { findOidcProvider, oidcProviderPermission } from './oidc-providers.ts';
import { invalidProviderArn } from './oidc-rules.ts';

/** IAM API Reference, `GetOpenIDConnectProvider`. */
export const getOpenIdConnectProvider: ActionOf<'iam', 'GetOpenIDConnectProvider'> = {
  validate: ({ OpenIDConnectProviderArn }) => invalidProviderArn(OpenIDConnectProviderArn),
  permissions: ({ OpenIDConnectProviderArn }, call) => [oidcProviderPermission(call, OpenIDConnectProviderArn)],
  act({ OpenIDConnectProviderArn }, call) {
    const provider = findOidcProvider(call, OpenIDConnectProviderArn);
    if (!provider.ok) return provider;
    const { url, clientIds, thumbprints, createdAtMs, tags } = provider.value;
    return ok({
      Url: url,
      ClientIDList: clientIds,
      ThumbprintList: thumbprints,
      CreateDate: new Date(createdAtMs),
      Tags: iamTagList(tags),
    });
  },
};
