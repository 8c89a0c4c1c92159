import type { ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { HeldInstance } from './find-instances.ts';

/** The options of an instance, `pending` until the data plane has acknowledged the document they stand in. */
export function metadataOptionsView(
  { entity: { metadataOptions }, revision }: Pick<HeldInstance, 'entity' | 'revision'>,
  { appliedRevision }: Call,
): ec2.InstanceMetadataOptionsResponse {
  return {
    State: appliedRevision() >= revision ? 'applied' : 'pending',
    HttpTokens: metadataOptions.httpTokens,
    HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
    HttpEndpoint: metadataOptions.httpEndpoint,
    HttpProtocolIpv6: metadataOptions.httpProtocolIpv6,
    InstanceMetadataTags: metadataOptions.instanceMetadataTags,
  };
}
