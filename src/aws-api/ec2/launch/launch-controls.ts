import type { Image, InstanceControls, VolumeSettings } from '#model';
import type { ec2 } from '#protocol/aws';
import { defined } from '../../defined.ts';
import { blockDeviceMappings } from '../image-view.ts';
import type { LaunchParameters } from './launch-parameters.ts';

/** What EC2 keeps of a launch for its API alone. */
export function launchControls(
  clientToken: string | undefined,
  parameters: LaunchParameters,
  image: Image | undefined,
): InstanceControls {
  const credits = parameters.CreditSpecification?.CpuCredits;
  return {
    clientToken,
    disableApiTermination: parameters.DisableApiTermination,
    disableApiStop: parameters.DisableApiStop,
    instanceInitiatedShutdownBehavior: parameters.InstanceInitiatedShutdownBehavior,
    ebsOptimized: parameters.EbsOptimized,
    cpuCredits: credits === 'standard' || credits === 'unlimited' ? credits : undefined,
    volumes: volumesOf([
      ...(image === undefined ? [] : blockDeviceMappings(image)),
      ...(parameters.BlockDeviceMappings ?? []),
    ]),
  };
}

/** Of what is said twice of one device, by image and launch, the last counts, point by point. */
function volumesOf(mappings: readonly ec2.BlockDeviceMapping[]): InstanceControls['volumes'] {
  const volumes = new Map<string, VolumeSettings>();
  for (const { DeviceName = '', Ebs } of mappings) {
    if (Ebs !== undefined) volumes.set(DeviceName, { ...volumes.get(DeviceName), ...settingsOf(Ebs) });
  }
  return volumes.size === 0 ? undefined : Object.fromEntries(volumes);
}

function settingsOf(ebs: ec2.EbsBlockDevice): VolumeSettings {
  return defined({
    sizeGib: ebs.VolumeSize,
    type: ebs.VolumeType,
    iops: ebs.Iops,
    throughputMibps: ebs.Throughput,
    encrypted: ebs.Encrypted,
    kmsKeyId: ebs.KmsKeyId,
    snapshotId: ebs.SnapshotId,
    deleteOnTermination: ebs.DeleteOnTermination,
  });
}
