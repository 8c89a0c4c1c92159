import { completeInstance, deriveInstanceId, parseAccountId } from '#model';
import type { Instance, InstanceDeclaration } from '#model';

/** What a test says of an instance; the rest is derived. */
export type Said = Partial<InstanceDeclaration>;

/** An instance of which nothing is special, but for what the test says. */
export function anInstance(said: Said = {}): Instance {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  return completeInstance({
    id: deriveInstanceId('test'),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: Date.UTC(2022, 2, 27, 2, 35, 30),
    revisedAtMs: Date.UTC(2022, 2, 27, 2, 35, 30),
    metadataOptions: options('disabled'),
    ...said,
  });
}

/** Metadata options that show tags or not. */
export function options(instanceMetadataTags: 'enabled' | 'disabled'): InstanceDeclaration['metadataOptions'] {
  return {
    httpTokens: 'optional',
    httpPutResponseHopLimit: 1,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags,
  };
}
