import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { metadataDefaultsOf } from './metadata-defaults.ts';

/** EC2 API Reference, `GetInstanceMetadataDefaults`. Without a preference a member is left out. */
export const getInstanceMetadataDefaults: ActionOf<'ec2', 'GetInstanceMetadataDefaults'> = {
  act(_, call) {
    const defaults = metadataDefaultsOf(call);
    return ok({
      AccountLevel: {
        HttpTokens: defaults?.httpTokens,
        HttpPutResponseHopLimit: defaults?.httpPutResponseHopLimit,
        HttpEndpoint: defaults?.httpEndpoint,
        InstanceMetadataTags: defaults?.instanceMetadataTags,
        HttpTokensEnforced: defaults?.httpTokensEnforced,
        ManagedBy: 'account',
      },
    });
  },
};
