import { ok } from '#base';
import type { RegisteredKeyPair } from '#model';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { findKeyPairs } from './find-key-pairs.ts';
import { tagList } from './tag-list.ts';

/** EC2 API Reference, `DescribeKeyPairs`. */
export const describeKeyPairs: ActionOf<'ec2', 'DescribeKeyPairs'> = {
  act({ KeyNames = [], KeyPairIds = [], IncludePublicKey = false, Filters }, call) {
    const named = findKeyPairs(call, KeyNames, KeyPairIds);
    if (!named.ok) return named;
    const matching = filtered(named.value, Filters, FILTERS);
    if (!matching.ok) return matching;
    return ok({
      KeyPairs: matching.value.map((keyPair) => ({
        KeyPairId: keyPair.id,
        KeyName: keyPair.name,
        KeyType: keyPair.type,
        KeyFingerprint: keyPair.fingerprint,
        PublicKey: IncludePublicKey ? keyPair.publicKey : undefined,
        CreateTime: new Date(keyPair.createdAtMs),
        Tags: tagList(keyPair.tags),
      })),
    });
  },
};

const FILTERS: Filterable<RegisteredKeyPair> = {
  table: {
    fingerprint: ({ fingerprint }) => fingerprint,
    'key-name': ({ name }) => name,
    'key-pair-id': ({ id }) => id,
  },
  tagsOf: ({ tags }) => tags,
};
