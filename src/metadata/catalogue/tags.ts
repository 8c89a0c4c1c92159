import { isMetadataTagKey } from '#model';
import type { Subject } from '../category.ts';
import { own } from '../own.ts';

/** The instance's tags. */
export const tags = {
  placeholders: {
    'tag-key': { candidates: ({ tags }) => Object.keys(tags) },
  },
  categories: [
    {
      path: 'meta-data/tags/instance/{tag-key}',
      since: '2021-03-23',
      present: 'when the instance has that tag and `InstanceMetadataTags` is `enabled`',
      value: ({ metadataOptions, tags }, [key = '']) =>
        metadataOptions.instanceMetadataTags === 'enabled' && isMetadataTagKey(key) ? own(tags, key) : undefined,
    },
  ],
} satisfies Subject;
