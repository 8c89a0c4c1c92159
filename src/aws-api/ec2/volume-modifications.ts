import type { ec2 } from '#protocol/aws';
import { measures } from './volumes.ts';
import type { InstanceVolume } from './volumes.ts';

/** The last modification of a volume as the API shows it. */
export function volumeModificationView({ id, settings }: InstanceVolume): ec2.VolumeModification {
  const { modification } = settings;
  const target = measures(settings);
  const original = modification?.original ?? target;
  const at = new Date(modification?.atMs ?? 0);
  return {
    VolumeId: id,
    ModificationState: 'completed',
    Progress: 100,
    StartTime: at,
    EndTime: at,
    OriginalSize: original.sizeGib,
    OriginalVolumeType: original.type,
    OriginalIops: original.iops,
    OriginalThroughput: original.throughputMibps,
    OriginalMultiAttachEnabled: false,
    TargetSize: target.sizeGib,
    TargetVolumeType: target.type,
    TargetIops: target.iops,
    TargetThroughput: target.throughputMibps,
    TargetMultiAttachEnabled: false,
  };
}
