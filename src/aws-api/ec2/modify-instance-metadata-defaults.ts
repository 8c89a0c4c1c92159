import { ok } from '#base';
import type { MetadataDefaults } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidHopLimit } from './hop-limit.ts';
import { metadataDefaultsId } from './metadata-defaults.ts';

type Input = ec2.ModifyInstanceMetadataDefaultsRequest;

/** Takes a preference back (EC2 API Reference, `ModifyInstanceMetadataDefaults`). */
const NO_PREFERENCE = 'no-preference';
const NO_HOP_LIMIT = -1;

/** EC2 API Reference, `ModifyInstanceMetadataDefaults`. Instances that exist are never changed by it. */
export const modifyInstanceMetadataDefaults: ActionOf<'ec2', 'ModifyInstanceMetadataDefaults'> = {
  validate: ({ HttpPutResponseHopLimit: hops }) =>
    hops === undefined || hops === NO_HOP_LIMIT ? undefined : invalidHopLimit(hops),
  permissions: (input) => [
    {
      resource: '*',
      keys: {
        [CONDITION_KEYS.attributeHttpTokens]: input.HttpTokens,
        [CONDITION_KEYS.attributeHttpEndpoint]: input.HttpEndpoint,
        [CONDITION_KEYS.attributeHttpPutResponseHopLimit]: input.HttpPutResponseHopLimit,
        [CONDITION_KEYS.attributeInstanceMetadataTags]: input.InstanceMetadataTags,
        'ec2:Attribute/HttpTokensEnforced': input.HttpTokensEnforced,
      },
    },
  ],
  async act(input, call) {
    const id = metadataDefaultsId(call);
    const changed = await call.inventory.change('metadata-defaults', id, (present) =>
      ok(modified(present, input, call)),
    );
    return changed.ok ? ok({ Return: true }) : changed;
  },
};

function modified(present: MetadataDefaults | undefined, input: Input, { accountId, region }: Call): MetadataDefaults {
  const hops = input.HttpPutResponseHopLimit;
  return {
    accountId,
    region,
    httpTokens: preferred(input.HttpTokens, present?.httpTokens),
    httpPutResponseHopLimit: hops === NO_HOP_LIMIT ? undefined : (hops ?? present?.httpPutResponseHopLimit),
    httpEndpoint: preferred(input.HttpEndpoint, present?.httpEndpoint),
    instanceMetadataTags: preferred(input.InstanceMetadataTags, present?.instanceMetadataTags),
    httpTokensEnforced: preferred(input.HttpTokensEnforced, present?.httpTokensEnforced),
  };
}

function preferred<Value extends string>(
  said: Value | typeof NO_PREFERENCE | undefined,
  present: Value | undefined,
): Value | undefined {
  if (said === NO_PREFERENCE) return undefined;
  return said ?? present;
}
