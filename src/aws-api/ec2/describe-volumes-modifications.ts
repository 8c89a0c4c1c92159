import { err, ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import { volumeModificationView } from './volume-modifications.ts';
import { VOLUME_IDS, volumesById } from './volumes.ts';

/** EC2 API Reference, `DescribeVolumesModifications`: of each volume the last one. */
export const describeVolumesModifications: ActionOf<'ec2', 'DescribeVolumesModifications'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const { VolumeIds = [] } = input;
    const named = namedResources(volumesById(call), VolumeIds, VOLUME_IDS);
    if (!named.ok) return named;
    const modified = named.value.filter(({ settings }) => settings.modification !== undefined);
    if (VolumeIds.length > modified.length) return err(NEVER);
    const matching = filtered(modified.map(volumeModificationView), input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ VolumeId = '' }) => VolumeId, input);
    return page.ok ? ok({ VolumesModifications: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const NEVER = ec2Error('InvalidVolumeModification.NotFound', 'The volume has never been modified.');

const FILTERS: Filterable<ec2.VolumeModification> = {
  table: {
    'modification-state': ({ ModificationState }) => ModificationState,
    'original-iops': ({ OriginalIops }) => OriginalIops,
    'original-size': ({ OriginalSize }) => OriginalSize,
    'original-volume-type': ({ OriginalVolumeType }) => OriginalVolumeType,
    'start-time': ({ StartTime }) => StartTime?.toISOString(),
    'target-iops': ({ TargetIops }) => TargetIops,
    'target-size': ({ TargetSize }) => TargetSize,
    'target-volume-type': ({ TargetVolumeType }) => TargetVolumeType,
    'volume-id': ({ VolumeId }) => VolumeId,
  },
};
