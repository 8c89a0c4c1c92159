import { completeInstance, deriveResourceId } from '#model';
import type { Instance, InstanceDeclaration, VolumeSettings } from '#model';
import type { Call } from '../action.ts';
import { visibleInstances } from './find-instances.ts';
import { stateOf } from './instance-state.ts';
import { volumeDevices, volumeId } from './instance-view.ts';

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
  let plain: Instance['blockDevices'] | undefined;
  for (const { entity } of visibleInstances(call)) {
    // Of which nothing is said has the same devices as any other, and there may be very many.
    const blockDevices = entity.blockDevices ?? (plain ??= completeInstance(entity).blockDevices);
    for (const device of volumeDevices({ blockDevices, state: stateOf(entity) })) {
      const volume = new InstanceVolume(device, entity);
      volumes.set(volume.id, volume);
    }
  }
  return volumes;
}

/** What a volume can do (EC2 API Reference, `CreateVolume`): 8 GiB of gp3, as Amazon Linux images ask for, unless told. */
export function measures({
  settings,
}: InstanceVolume): Required<Pick<VolumeSettings, 'sizeGib' | 'type'>> & VolumeSettings {
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
