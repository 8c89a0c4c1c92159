import { ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, idsWithMaxResults, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import { tagList } from './tag-list.ts';
import { measures, sourceSnapshot, VOLUME_IDS, volumesById } from './volumes.ts';
import type { InstanceVolume } from './volumes.ts';

/** EC2 API Reference, `DescribeVolumes`. */
export const describeVolumes: ActionOf<'ec2', 'DescribeVolumes'> = {
  validate: (input) => idsWithMaxResults('volumeSet', input.VolumeIds, input) ?? invalidMaxResults(input),
  act(input, call) {
    const named = namedResources(volumesById(call), input.VolumeIds, VOLUME_IDS);
    if (!named.ok) return named;
    const matching = filtered(named.value, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ id }) => id, input);
    return page.ok ? ok({ Volumes: page.value.items.map(volumeView), NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<InstanceVolume> = {
  table: {
    'attachment.attach-time': ({ owner }) => new Date(owner.launchTimeMs).toISOString(),
    'attachment.delete-on-termination': ({ settings }) => settings.deleteOnTermination ?? true,
    'attachment.device': ({ device }) => device,
    'attachment.instance-id': ({ owner }) => owner.id,
    'attachment.status': () => 'attached',
    'availability-zone': ({ instance }) => instance.availabilityZone,
    'availability-zone-id': ({ instance }) => instance.availabilityZoneId,
    'create-time': ({ owner }) => new Date(owner.launchTimeMs).toISOString(),
    encrypted: (volume) => volumeView(volume).Encrypted,
    'multi-attach-enabled': () => false,
    size: (volume) => measures(volume.settings).sizeGib,
    'snapshot-id': sourceSnapshot,
    status: () => 'in-use',
    'volume-id': ({ id }) => id,
    'volume-type': (volume) => measures(volume.settings).type,
  },
  tagsOf: ({ settings }) => settings.tags ?? {},
};

function volumeView(volume: InstanceVolume): ec2.Volume {
  const { id, device, instance, settings } = volume;
  const { sizeGib, type, iops, throughputMibps } = measures(volume.settings);
  const launched = new Date(instance.launchTimeMs);
  return {
    VolumeId: id,
    Size: sizeGib,
    VolumeType: type,
    Iops: iops,
    Throughput: throughputMibps,
    Encrypted: settings.encrypted ?? settings.kmsKeyId !== undefined,
    KmsKeyId: settings.kmsKeyId,
    MultiAttachEnabled: false,
    SnapshotId: sourceSnapshot(volume),
    AvailabilityZone: instance.availabilityZone,
    AvailabilityZoneId: instance.availabilityZoneId,
    State: 'in-use',
    CreateTime: launched,
    Attachments: [
      {
        VolumeId: id,
        InstanceId: instance.id,
        Device: device,
        State: 'attached',
        AttachTime: launched,
        DeleteOnTermination: settings.deleteOnTermination ?? true,
      },
    ],
    Tags: tagList(settings.tags ?? {}),
  };
}
