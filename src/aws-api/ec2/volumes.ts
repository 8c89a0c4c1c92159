import { completeInstance, DEFAULT_BLOCK_DEVICES, deriveResourceId } from '#model';
import type { Instance, InstanceDeclaration, VolumeSettings } from '#model';
import type { Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import { visibleInstances } from './find-instances.ts';
import { stateOf } from './instance-state.ts';
import { volumeDevices, volumeId } from './instance-view.ts';
import type { ResourceIds } from './named-resources.ts';

/** The ids of volumes. */
export const VOLUME_IDS: ResourceIds = {
  prefix: 'vol',
  malformed: 'InvalidVolumeID.Malformed',
  notFound: (id) => ec2Error('InvalidVolume.NotFound', `The volume '${id}' does not exist.`),
};

/** A volume that an instance has; there are no others. The instance is completed when somebody looks at it. */
export class InstanceVolume {
  readonly id: string;
  /** Such as `/dev/xvda`. */
  readonly device: string;
  readonly owner: InstanceDeclaration;

  constructor(device: string, owner: InstanceDeclaration) {
    this.id = volumeId(owner, device);
    this.device = device;
    this.owner = owner;
  }

  get instance(): Instance {
    return completeInstance(this.owner);
  }

  get settings(): VolumeSettings {
    return this.owner.controls?.volumes?.[this.device] ?? {};
  }
}

/** The volumes of all instances by id; those of terminated ones are gone with them. */
export function volumesById(call: Call): ReadonlyMap<string, InstanceVolume> {
  const volumes = new Map<string, InstanceVolume>();
  for (const { entity } of visibleInstances(call)) {
    for (const volume of volumesOf(entity)) volumes.set(volume.id, volume);
  }
  return volumes;
}

/** The volume of this id; undefined if no instance of the call's account and Region has it. */
export function findVolume(call: Call, id: string): InstanceVolume | undefined {
  for (const { entity } of visibleInstances(call)) {
    const found = volumesOf(entity).find((volume) => volume.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The volumes of one instance. */
export function volumesOf(owner: InstanceDeclaration): readonly InstanceVolume[] {
  const { blockDevices = DEFAULT_BLOCK_DEVICES } = owner;
  return volumeDevices({ blockDevices, state: stateOf(owner) }).map((device) => new InstanceVolume(device, owner));
}

/** The instance with other settings of one of its volumes. */
export function withVolumeSettings(
  instance: InstanceDeclaration,
  device: string,
  settings: VolumeSettings,
): InstanceDeclaration {
  const volumes = { ...instance.controls?.volumes, [device]: settings };
  return { ...instance, controls: { ...instance.controls, volumes } };
}

/** How large and how fast a volume is. */
export interface VolumeMeasures {
  readonly sizeGib: number;
  readonly type: NonNullable<VolumeSettings['type']>;
  readonly iops?: number | undefined;
  readonly throughputMibps?: number | undefined;
}

/** What a volume can do (EC2 API Reference, `CreateVolume`): 8 GiB of gp3, as Amazon Linux images ask for, unless told. */
export function measures(settings: VolumeSettings): VolumeMeasures {
  const { sizeGib = 8, type = 'gp3', iops, throughputMibps } = settings;
  if (type === 'gp3') return { sizeGib, type, iops: iops ?? 3000, throughputMibps: throughputMibps ?? 125 };
  if (type === 'gp2') return { sizeGib, type, iops: Math.min(16_000, Math.max(100, 3 * sizeGib)) };
  return { sizeGib, type, iops };
}

/** The snapshot a volume was made from: the one asked for, or one of the image behind its root; none of an empty volume. */
export function sourceSnapshot({ settings, device, instance }: InstanceVolume): string {
  if (settings.snapshotId !== undefined) return settings.snapshotId;
  return device === instance.blockDevices['root'] ? deriveResourceId('snap', instance.imageId) : '';
}
