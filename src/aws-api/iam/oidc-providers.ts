import { err, ok } from '#base';
import type { Result } from '#base';
import type { OidcProvider } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { noSuchEntity } from './errors.ts';

/** The OpenID Connect provider of an ARN in the call's account. */
export function findOidcProvider({ inventory, accountId }: Call, providerArn: string): Result<OidcProvider, ApiError> {
  const provider = inventory.get('oidc-provider', providerArn);
  return provider?.accountId === accountId ? ok(provider) : err(noSuchProvider(providerArn));
}

/** Makes of a provider what `update` says. */
export async function changeOidcProvider(
  { inventory, accountId }: Call,
  providerArn: string,
  update: (provider: OidcProvider) => Result<OidcProvider | undefined, ApiError>,
): Promise<Result<Readonly<Record<string, never>>, ApiError>> {
  const changed = await inventory.change('oidc-provider', providerArn, (present) =>
    present?.accountId === accountId ? update(present) : err(noSuchProvider(providerArn)),
  );
  return changed.ok ? ok({}) : changed;
}

/** Permission for something with a provider. */
export function oidcProviderPermission(call: Call, providerArn: string): Permission {
  const provider = findOidcProvider(call, providerArn);
  return { resource: providerArn, resourceTags: provider.ok ? provider.value.tags : undefined };
}

function noSuchProvider(providerArn: string): ApiError {
  return noSuchEntity(`OpenIDConnect Provider ${providerArn}`);
}
