import { err, ok } from '#base';
import type { Result } from '#base';
import { completeInstance } from '#model';
import type { InstanceDeclaration, NetworkInterfaceDeclaration } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { isVisible, malformedInstanceId } from './find-instances.ts';
import { readInstanceModification } from './instance-modification.ts';
import type { InstanceModification } from './instance-modification.ts';
import { instancePermission } from './instance-permission.ts';
import { stateOf } from './instance-state.ts';
import { malformedGroupIds } from './launch/invalid-network.ts';
import { volumeDevices } from './instance-view.ts';
import { deletedGroupNamed } from './security-group/find-group.ts';
import { securityGroupsOf } from './security-groups.ts';

/** EC2 API Reference, `ModifyInstanceAttribute`: one attribute at a time. */
export const modifyInstanceAttribute: ActionOf<'ec2', 'ModifyInstanceAttribute'> = {
  validate(input) {
    const read = readInstanceModification(input);
    return malformedInstanceId([input.InstanceId]) ?? (read.ok ? malformedGroup(read.value) : read.error);
  },
  permissions(input, call) {
    const permission = instancePermission(call, input.InstanceId);
    const read = readInstanceModification(input);
    const attribute = read.ok ? capitalised(read.value.attribute) : undefined;
    return [{ ...permission, keys: { ...permission.keys, [CONDITION_KEYS.attribute]: attribute } }];
  },
  async act(input, call) {
    const read = readInstanceModification(input);
    if (!read.ok) return read;
    const changed = await call.inventory.change('instance', input.InstanceId, (present) => {
      if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([input.InstanceId]));
      const refusal = wrongState(present, read.value);
      return refusal === undefined ? modified(present, read.value, call) : err(refusal);
    });
    return changed.ok ? ok({}) : changed;
  },
};

/** EC2 User Guide, "Modify instance attributes": these are read when an instance starts. */
const ONLY_STOPPED: ReadonlySet<string> = new Set(['userData', 'instanceType', 'kernel', 'ramdisk', 'ebsOptimized']);

function wrongState(instance: InstanceDeclaration, { attribute }: InstanceModification): ApiError | undefined {
  const state = stateOf(instance);
  const isOver = state === 'terminated' || state === 'shutting-down';
  if (!isOver && (state === 'stopped' || !ONLY_STOPPED.has(attribute))) return undefined;
  const expected = ONLY_STOPPED.has(attribute) ? "the 'stopped' state" : 'a state in which it can be modified';
  return ec2Error('IncorrectInstanceState', `The instance '${instance.id}' is not in ${expected}.`);
}

function malformedGroup(modification: InstanceModification): ApiError | undefined {
  if (modification.attribute !== 'groupSet') return undefined;
  if (modification.value.length === 0) {
    return ec2Error('MissingParameter', 'The request must contain the parameter groupId');
  }
  return malformedGroupIds(modification.value);
}

function modified(
  instance: InstanceDeclaration,
  modification: InstanceModification,
  call: Call,
): Result<InstanceDeclaration, ApiError> {
  const revised = { ...instance, revisedAtMs: call.nowMs };
  switch (modification.attribute) {
    case 'userData': {
      const { userDataBase64: _, ...rest } = revised;
      return ok(modification.value === undefined ? rest : { ...rest, userDataBase64: modification.value });
    }
    case 'instanceType':
      return ok({ ...revised, instanceType: modification.value });
    case 'kernel':
      return ok({ ...revised, kernelId: modification.value });
    case 'ramdisk':
      return ok({ ...revised, ramdiskId: modification.value });
    case 'groupSet': {
      const deleted = deletedGroupNamed(call, modification.value, instance.networkInterfaces?.[0]?.vpcId);
      if (deleted !== undefined) return err(deleted);
      return ok({ ...revised, networkInterfaces: withGroups(instance, modification.value, call) });
    }
    case 'blockDeviceMapping':
      return withDevices(instance, modification.value);
    default:
      return ok({ ...instance, controls: { ...instance.controls, ...modification.controls } });
  }
}

/** The groups of the primary interface are those of the instance. */
function withGroups(
  { networkInterfaces = [] }: InstanceDeclaration,
  ids: readonly string[],
  call: Call,
): readonly NetworkInterfaceDeclaration[] {
  const [primary = {}, ...others] = networkInterfaces;
  return [{ ...primary, securityGroups: securityGroupsOf(call, ids) }, ...others];
}

/** Of a device only what becomes of its volume at the end can be modified. */
function withDevices(
  instance: InstanceDeclaration,
  mappings: readonly ec2.InstanceBlockDeviceMappingSpecification[],
): Result<InstanceDeclaration, ApiError> {
  const devices = volumeDevices(completeInstance(instance));
  const volumes = { ...instance.controls?.volumes };
  for (const { DeviceName = '', Ebs } of mappings) {
    if (!devices.includes(DeviceName)) {
      const message = `No device is currently mapped at ${DeviceName.slice(0, 100)}`;
      return err(ec2Error('InvalidInstanceAttributeValue', message));
    }
    volumes[DeviceName] = { ...volumes[DeviceName], deleteOnTermination: Ebs?.DeleteOnTermination };
  }
  return ok({ ...instance, controls: { ...instance.controls, volumes } });
}

/** Policies name attributes as the parameters are spelled (Service Authorization Reference, `ec2:Attribute`). */
function capitalised(attribute: string): string {
  return `${attribute.charAt(0).toUpperCase()}${attribute.slice(1)}`;
}
