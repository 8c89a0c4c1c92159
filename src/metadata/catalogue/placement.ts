import { partitionOf } from '#model';
import type { Subject } from '../category.ts';

/** Where the instance runs. */
export const placement = {
  categories: [
    {
      path: 'meta-data/placement/availability-zone',
      since: '2008-02-01',
      present: 'always',
      value: ({ availabilityZone }) => availabilityZone,
    },
    {
      path: 'meta-data/placement/availability-zone-id',
      since: '2019-10-01',
      present: 'always',
      value: ({ availabilityZoneId }) => availabilityZoneId,
    },
    {
      path: 'meta-data/placement/group-name',
      since: '2020-08-24',
      present: 'when the instance is in a placement group',
      value: ({ placementGroupName }) => placementGroupName,
    },
    {
      path: 'meta-data/placement/host-id',
      since: '2020-08-24',
      present: 'when the instance is on a Dedicated Host',
      value: ({ hostId }) => hostId,
    },
    {
      path: 'meta-data/placement/partition-number',
      since: '2020-08-24',
      present: 'when the instance is in a partition placement group',
      value: ({ partitionNumber }) => partitionNumber?.toString(),
    },
    { path: 'meta-data/placement/region', since: '2020-08-24', present: 'always', value: ({ region }) => region },
    {
      path: 'meta-data/services/domain',
      since: '2014-02-25',
      present: 'always',
      value: ({ region }) => partitionOf(region).domain,
    },
    {
      path: 'meta-data/services/partition',
      since: '2015-10-20',
      present: 'always',
      value: ({ region }) => partitionOf(region).name,
    },
  ],
} satisfies Subject;
