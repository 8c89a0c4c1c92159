import { err, ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { invalidParameterValue } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { zonesOf } from './zones.ts';

/** EC2 API Reference, `DescribeAvailabilityZones`. */
export const describeAvailabilityZones: ActionOf<'ec2', 'DescribeAvailabilityZones'> = {
  act({ ZoneNames = [], ZoneIds = [], Filters }, { region }) {
    const every = zoneViews(region);
    const unknown = [
      ...ZoneNames.filter((wanted) => !every.some(({ ZoneName }) => ZoneName === wanted)),
      ...ZoneIds.filter((wanted) => !every.some(({ ZoneId }) => ZoneId === wanted)),
    ];
    if (unknown.length > 0) {
      return err(invalidParameterValue(`Invalid availability zones: [${unknown.join(', ').slice(0, 200)}]`));
    }
    const wanted = every.filter(
      ({ ZoneName = '', ZoneId = '' }) =>
        (ZoneNames.length === 0 || ZoneNames.includes(ZoneName)) && (ZoneIds.length === 0 || ZoneIds.includes(ZoneId)),
    );
    const matching = filtered(wanted, Filters, FILTERS);
    return matching.ok ? ok({ AvailabilityZones: matching.value }) : matching;
  },
};

const FILTERS: Filterable<ec2.AvailabilityZone> = {
  table: {
    'group-name': ({ GroupName }) => GroupName,
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
    'region-name': ({ RegionName }) => RegionName,
    state: ({ State }) => State,
    'zone-id': ({ ZoneId }) => ZoneId,
    'zone-name': ({ ZoneName }) => ZoneName,
    'zone-type': ({ ZoneType }) => ZoneType,
  },
};

function zoneViews(region: string): readonly ec2.AvailabilityZone[] {
  return zonesOf(region).map(({ name, id }) => ({
    RegionName: region,
    ZoneName: name,
    ZoneId: id,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
    OptInStatus: 'opt-in-not-required',
    State: 'available',
    Messages: [],
  }));
}
