import { err, ok } from '#base';
import type { Result } from '#base';
import type { VolumeSettings } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { defined } from '../defined.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { missing } from './named-resources.ts';
import { changeOwner, VOLUME_TAGS } from './tagged-parts.ts';
import { volumeModificationView } from './volume-modifications.ts';
import { findVolume, measures, VOLUME_IDS, volumesOf, withVolumeSettings } from './volumes.ts';

/** EC2 API Reference, `ModifyVolume`. It is done at once, though the answer tells that it is under way, as EC2's does. */
export const modifyVolume: ActionOf<'ec2', 'ModifyVolume'> = {
  validate: invalidModification,
  permissions: ({ VolumeId }, call) => [VOLUME_TAGS.permission(call, VolumeId)],
  async act(input, call) {
    const { VolumeId: id } = input;
    const found = findVolume(call, id);
    if (found === undefined) return err(missing(id, VOLUME_IDS));
    const changed = await changeOwner(call, found.owner, (owner) => {
      const volume = volumesOf(owner).find((each) => each.id === id);
      if (volume === undefined) return err(VOLUME_IDS.notFound(id));
      const after = modified(volume.settings, input, call.nowMs);
      return after.ok ? ok(withVolumeSettings(owner, volume.device, after.value)) : after;
    });
    if (!changed.ok) return changed;
    const view = volumeModificationView(findVolume(call, id) ?? found);
    return ok({ VolumeModification: { ...view, ModificationState: 'modifying', Progress: 0, EndTime: undefined } });
  },
};

const SIZE_MAX_GIB = 65_536;

function invalidModification({ Size, VolumeType, Iops, Throughput }: ec2.ModifyVolumeRequest): ApiError | undefined {
  if ([Size, VolumeType, Iops, Throughput].every((each) => each === undefined)) {
    return ec2Error('InvalidParameterCombination', 'At least one of size, volume type, iops and throughput is needed.');
  }
  if (Size !== undefined && !(Number.isInteger(Size) && Size >= 1 && Size <= SIZE_MAX_GIB)) {
    return invalidParameterValue(`Invalid volume size ${Size}: it is 1 to ${SIZE_MAX_GIB} GiB.`);
  }
  const wrong = [Iops, Throughput].find((each) => each !== undefined && !(Number.isInteger(each) && each > 0));
  return wrong === undefined ? undefined : invalidParameterValue(`Invalid value ${wrong}: it is a positive integer.`);
}

function modified(
  settings: VolumeSettings,
  { Size, VolumeType, Iops, Throughput }: ec2.ModifyVolumeRequest,
  nowMs: number,
): Result<VolumeSettings, ApiError> {
  const original = measures(settings);
  const type = VolumeType ?? original.type;
  if (Size !== undefined && Size < original.sizeGib) return err(SMALLER);
  if (Iops !== undefined && !PROVISIONED.has(type)) return err(notFor('iops', type));
  if (Throughput !== undefined && type !== 'gp3') return err(notFor('throughput', type));
  const { iops, throughputMibps, ...rest } = settings;
  // What was provisioned for one type is nothing to another.
  const kept = type === original.type ? defined({ iops, throughputMibps }) : {};
  const asked = defined({ sizeGib: Size, type: VolumeType, iops: Iops, throughputMibps: Throughput });
  return ok({ ...rest, ...kept, ...asked, modification: { atMs: nowMs, original } });
}

/** The types whose IOPS one chooses (EC2 API Reference, `ModifyVolume`). */
const PROVISIONED: ReadonlySet<string> = new Set(['gp3', 'io1', 'io2']);

const SMALLER = ec2Error('InvalidParameterValue', 'New size cannot be smaller than existing size');

function notFor(parameter: string, type: string): ApiError {
  return ec2Error('InvalidParameterCombination', `The parameter ${parameter} is not supported for ${type} volumes.`);
}
