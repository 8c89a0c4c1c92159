import { err, ok } from '#base';
import { arn } from '#model';
import type { OidcProvider } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { entityAlreadyExists } from './errors.ts';
import { iamTagList, iamTags } from './iam-tags.ts';
import { invalidClientIds, invalidProviderUrl, invalidThumbprints } from './oidc-rules.ts';
import { invalidTags } from './rules.ts';

/** IAM API Reference, `CreateOpenIDConnectProvider`. Thumbprints are kept and not looked at: trusted roots decide. */
export const createOpenIdConnectProvider: ActionOf<'iam', 'CreateOpenIDConnectProvider'> = {
  validate: ({ Url, ClientIDList, ThumbprintList, Tags }) =>
    invalidProviderUrl(Url) ??
    invalidClientIds(ClientIDList) ??
    invalidThumbprints(ThumbprintList) ??
    invalidTags(Tags),
  permissions: ({ Url, Tags }, call) => [{ resource: providerArn(Url, call), requestTags: Tags && iamTags(Tags) }],
  async act(input, call) {
    const provider = newProvider(input, call);
    const created = await call.inventory.change('oidc-provider', provider.arn, (present) =>
      present === undefined ? ok(provider) : err(entityAlreadyExists(`Provider with url ${input.Url}`)),
    );
    if (!created.ok) return created;
    return ok({ OpenIDConnectProviderArn: provider.arn, Tags: iamTagList(provider.tags) });
  },
};

function newProvider(input: iam.CreateOpenIDConnectProviderRequest, call: Call): OidcProvider {
  return {
    accountId: call.accountId,
    arn: providerArn(input.Url, call),
    url: withoutScheme(input.Url),
    clientIds: [...new Set(input.ClientIDList)],
    thumbprints: (input.ThumbprintList ?? []).map((thumbprint) => thumbprint.toLowerCase()),
    createdAtMs: call.nowMs,
    tags: iamTags(input.Tags),
  };
}

function providerArn(url: string, { region, accountId }: Call): string {
  return arn(region, 'iam', '', accountId, `oidc-provider/${withoutScheme(url)}`);
}

/** `oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE`. */
function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
