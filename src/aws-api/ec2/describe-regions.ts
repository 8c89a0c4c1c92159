import { err, ok } from '#base';
import { partitionOf } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { invalidParameterValue } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { regionsBeside } from './regions.ts';
import type { RegionEntry } from './regions.ts';

/** EC2 API Reference, `DescribeRegions`. */
export const describeRegions: ActionOf<'ec2', 'DescribeRegions'> = {
  act({ RegionNames = [], AllRegions = false, Filters }, { region }) {
    const every = regionsBeside(region);
    const unknown = RegionNames.filter((wanted) => !every.some(({ name }) => name === wanted));
    if (unknown.length > 0)
      return err(invalidParameterValue(`Invalid region names: [${unknown.join(', ').slice(0, 200)}]`));
    const wanted = every.filter(({ name, optIn }) =>
      RegionNames.length > 0 ? RegionNames.includes(name) : AllRegions || optIn === 'opt-in-not-required',
    );
    const matching = filtered(wanted.map(regionView), Filters, FILTERS);
    return matching.ok ? ok({ Regions: matching.value }) : matching;
  },
};

const FILTERS: Filterable<ec2.Region> = {
  table: {
    endpoint: ({ Endpoint }) => Endpoint,
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
    'region-name': ({ RegionName }) => RegionName,
  },
};

function regionView({ name, optIn }: RegionEntry): ec2.Region {
  return { RegionName: name, Endpoint: `ec2.${name}.${partitionOf(name).domain}`, OptInStatus: optIn };
}
