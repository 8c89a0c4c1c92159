import { DEFAULT_BLOCK_DEVICES } from '#model';
import type { Image, InstanceControls, InterfaceSettings, Tags, VolumeSettings } from '#model';
import type { ec2 } from '#protocol/aws';
import { defined } from '../../defined.ts';
import { blockDeviceMappings } from '../image-view.ts';
import { volumeDevices } from '../instance-view.ts';
import { specifiedTags } from '../tag-specifications.ts';
import { blockDevicesOf } from './block-devices.ts';
import type { LaunchParameters } from './launch-parameters.ts';

/** What EC2 keeps of a launch for its API alone. */
export function launchControls(
  clientToken: string | undefined,
  parameters: LaunchParameters,
  image: Image | undefined,
): InstanceControls {
  const credits = parameters.CreditSpecification?.CpuCredits;
  const { AutoRecovery: autoRecovery } = parameters.MaintenanceOptions ?? {};
  return {
    clientToken,
    disableApiTermination: parameters.DisableApiTermination,
    disableApiStop: parameters.DisableApiStop,
    instanceInitiatedShutdownBehavior: parameters.InstanceInitiatedShutdownBehavior,
    ebsOptimized: parameters.EbsOptimized,
    cpuCredits: credits === 'standard' || credits === 'unlimited' ? credits : undefined,
    volumes: volumesOf(parameters, image),
    interfaces: interfacesOf(parameters),
    ...(autoRecovery === undefined ? {} : { maintenance: { autoRecovery } }),
  };
}

/** Of what is said twice of one device, by image and launch, the last counts, point by point. */
function volumesOf(parameters: LaunchParameters, image: Image | undefined): InstanceControls['volumes'] {
  const { BlockDeviceMappings: launch = [], TagSpecifications } = parameters;
  const volumes = new Map<string, VolumeSettings>();
  for (const { DeviceName = '', Ebs } of [...(image === undefined ? [] : blockDeviceMappings(image)), ...launch]) {
    if (Ebs !== undefined) volumes.set(DeviceName, { ...volumes.get(DeviceName), ...settingsOf(Ebs) });
  }
  const tags = specifiedTags(TagSpecifications, 'volume');
  if (isThereAny(tags)) {
    const blockDevices = blockDevicesOf(launch, image) ?? DEFAULT_BLOCK_DEVICES;
    for (const device of volumeDevices({ blockDevices, state: 'pending' })) {
      volumes.set(device, { ...volumes.get(device), tags });
    }
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

function interfacesOf({ NetworkInterfaces = [], TagSpecifications }: LaunchParameters): InstanceControls['interfaces'] {
  const tags = specifiedTags(TagSpecifications, 'network-interface');
  const asked = NetworkInterfaces.length === 0 ? [{ DeviceIndex: 0 }] : NetworkInterfaces;
  const interfaces = asked.map((nic) => [String(nic.DeviceIndex ?? 0), interfaceSettingsOf(nic, tags)] as const);
  const said = interfaces.filter(([, settings]) => Object.keys(settings).length > 0);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function interfaceSettingsOf(nic: ec2.InstanceNetworkInterfaceSpecification, tags: Tags): InterfaceSettings {
  return defined({
    description: nic.Description,
    deleteOnTermination: nic.DeleteOnTermination,
    tags: isThereAny(tags) ? tags : undefined,
  });
}

function isThereAny(tags: Tags): boolean {
  return Object.keys(tags).length > 0;
}
