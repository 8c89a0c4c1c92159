import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { InstanceDeclaration } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { visibleInstances } from './find-instances.ts';
import { findInterface, INTERFACE_IDS, interfaceSettings, interfacesOf, withInterfaceSettings } from './interfaces.ts';
import type { AttachedInterface } from './interfaces.ts';
import { retagged } from './tagged-documents.ts';
import type { Tagged, TagHolder } from './tag-holders.ts';
import { findVolume, VOLUME_IDS, volumesOf, withVolumeSettings } from './volumes.ts';
import type { InstanceVolume } from './volumes.ts';

/** The tags of volumes: they are kept with the instance. */
export const VOLUME_TAGS: TagHolder = {
  resourceType: 'volume',
  notFound: VOLUME_IDS.notFound,
  find: (call, id) => taggedVolume(findVolume(call, id)),
  // Of most instances nothing is said of the volumes, and their ids are not to be derived for nothing.
  tagged: (call) =>
    visibleInstances(call)
      .filter(({ entity }) => entity.controls?.volumes !== undefined)
      .flatMap(({ entity }) => volumesOf(entity).flatMap((volume) => taggedVolume(volume) ?? [])),
  async change(call, id, update) {
    const volume = findVolume(call, id);
    if (volume === undefined) return err(VOLUME_IDS.notFound(id));
    return changeOwner(call, volume.owner, (owner) => {
      const present = volumesOf(owner).find((each) => each.id === id);
      if (present === undefined) return err(VOLUME_IDS.notFound(id));
      return changed(owner, retagged(present.settings, update), present.settings, (settings) =>
        withVolumeSettings(owner, present.device, settings),
      );
    });
  },
  permission: (call, id) => partPermission(call, 'volume', taggedVolume(findVolume(call, id)), id),
};

/** The tags of network interfaces: they are kept with the instance. */
export const INTERFACE_TAGS: TagHolder = {
  resourceType: 'network-interface',
  notFound: INTERFACE_IDS.notFound,
  find: (call, id) => taggedInterface(findInterface(call, id)),
  tagged: (call) =>
    visibleInstances(call)
      .filter(({ entity }) => entity.controls?.interfaces !== undefined)
      .flatMap(({ entity }) => interfacesOf(entity).flatMap((each) => taggedInterface(each) ?? [])),
  async change(call, id, update) {
    const found = findInterface(call, id);
    if (found === undefined) return err(INTERFACE_IDS.notFound(id));
    return changeOwner(call, found.owner, (owner) => {
      const present = interfacesOf(owner).find((each) => each.id === id);
      if (present === undefined) return err(INTERFACE_IDS.notFound(id));
      const settings = interfaceSettings(owner.controls ?? {}, present.nic);
      return changed(owner, retagged(settings, update), settings, (after) =>
        withInterfaceSettings(owner, present.nic, after),
      );
    });
  },
  permission: (call, id) => partPermission(call, 'network-interface', taggedInterface(findInterface(call, id)), id),
};

function taggedVolume(volume: InstanceVolume | undefined): Tagged | undefined {
  return volume && { id: volume.id, tags: volume.settings.tags ?? {} };
}

function taggedInterface(found: AttachedInterface | undefined): Tagged | undefined {
  return found && { id: found.id, tags: interfaceSettings(found.owner.controls ?? {}, found.nic).tags ?? {} };
}

/** Changes the instance that has a part. */
export function changeOwner(
  { inventory }: Call,
  { id }: InstanceDeclaration,
  update: (owner: InstanceDeclaration) => Result<InstanceDeclaration, ApiError>,
): Promise<Result<unknown, ApiError>> {
  return inventory.change('instance', id, (present) => (present === undefined ? ok(present) : update(present)));
}

function changed<Settings>(
  owner: InstanceDeclaration,
  after: Result<Settings, ApiError>,
  before: Settings,
  put: (settings: Settings) => InstanceDeclaration,
): Result<InstanceDeclaration, ApiError> {
  if (!after.ok) return after;
  return ok(after.value === before ? owner : put(after.value));
}

/** Permission for something with a part of an instance. */
function partPermission(
  { region, accountId }: Call,
  type: ec2.ResourceType,
  found: Tagged | undefined,
  id: string,
): Permission {
  return { resource: arn(region, 'ec2', region, accountId, `${type}/${id}`), resourceTags: found?.tags };
}
