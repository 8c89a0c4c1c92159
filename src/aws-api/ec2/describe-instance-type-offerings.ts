import { ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { INSTANCE_TYPE_NAMES } from './instance-type-table.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { zonesOf } from './zones.ts';

/** EC2 API Reference, `DescribeInstanceTypeOfferings`: here every zone offers every type. */
export const describeInstanceTypeOfferings: ActionOf<'ec2', 'DescribeInstanceTypeOfferings'> = {
  validate: invalidMaxResults,
  act(input, { region }) {
    const { LocationType = 'region', Filters } = input;
    const offerings = locations(region, LocationType).flatMap((Location) =>
      INSTANCE_TYPE_NAMES.map((InstanceType) => ({ InstanceType, LocationType, Location })),
    );
    const matching = filtered(offerings, Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ Location, InstanceType }) => `${Location}/${InstanceType}`, input);
    return page.ok ? ok({ InstanceTypeOfferings: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<ec2.InstanceTypeOffering> = {
  table: {
    'instance-type': ({ InstanceType }) => InstanceType,
    location: ({ Location }) => Location,
  },
};

function locations(region: string, type: ec2.LocationType): readonly string[] {
  switch (type) {
    case 'region':
      return [region];
    case 'availability-zone':
      return zonesOf(region).map(({ name }) => name);
    case 'availability-zone-id':
      return zonesOf(region).map(({ id }) => id);
    case 'outpost':
      return [];
  }
}
