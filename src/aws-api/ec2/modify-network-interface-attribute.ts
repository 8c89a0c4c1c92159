import { err, ok } from '#base';
import type { InstanceDeclaration } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import {
  findInterface,
  INTERFACE_IDS,
  interfaceSettings,
  interfacesOf,
  withInterface,
  withInterfaceSettings,
} from './interfaces.ts';
import type { AttachedInterface } from './interfaces.ts';
import { malformedGroupIds } from './launch/invalid-network.ts';
import { missing } from './named-resources.ts';
import { deletedGroupNamed } from './security-group/find-group.ts';
import { securityGroupsOf } from './security-groups.ts';
import { changeOwner, INTERFACE_TAGS } from './tagged-parts.ts';

type Input = ec2.ModifyNetworkInterfaceAttributeRequest;

/** EC2 API Reference, `ModifyNetworkInterfaceAttribute`: one attribute at a time. */
export const modifyNetworkInterfaceAttribute: ActionOf<'ec2', 'ModifyNetworkInterfaceAttribute'> = {
  validate: invalidModification,
  permissions: ({ NetworkInterfaceId }, call) => [INTERFACE_TAGS.permission(call, NetworkInterfaceId)],
  async act(input, call) {
    const { NetworkInterfaceId: id } = input;
    const found = findInterface(call, id);
    if (found === undefined) return err(missing(id, INTERFACE_IDS));
    const deleted = deletedGroupNamed(call, input.Groups ?? [], found.nic.vpcId);
    if (deleted !== undefined) return err(deleted);
    const changed = await changeOwner(call, found.owner, (owner) => {
      const present = interfacesOf(owner).find((each) => each.id === id);
      return present === undefined ? err(INTERFACE_IDS.notFound(id)) : ok(modified(present, input, call));
    });
    return changed.ok ? ok({}) : changed;
  },
};

/** What can be modified here. */
const ATTRIBUTES = ['Attachment', 'Description', 'Groups', 'SourceDestCheck'] as const;

function invalidModification(input: Input): ApiError | undefined {
  const { NetworkInterfaceId: _, DryRun: _dryRun, ...asked } = input;
  const names = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const [name] = names;
  if (name === undefined) return ec2Error('InvalidParameterCombination', 'No attributes specified.');
  if (names.length > 1) {
    return ec2Error('InvalidParameterCombination', 'Fields for multiple attribute types specified');
  }
  if (!ATTRIBUTES.some((each) => each === name)) {
    return ec2Error('UnsupportedOperation', `The attribute ${name} cannot be modified.`);
  }
  return malformedGroupIds(input.Groups ?? []);
}

function modified({ owner, nic }: AttachedInterface, input: Input, call: Call): InstanceDeclaration {
  const settings = interfaceSettings(owner.controls ?? {}, nic);
  const { Description, Attachment, SourceDestCheck, Groups } = input;
  if (Groups !== undefined) {
    return withInterface({ owner, nic }, { securityGroups: securityGroupsOf(call, Groups) }, call.nowMs);
  }
  if (Description !== undefined)
    return withInterfaceSettings(owner, nic, { ...settings, description: Description.Value });
  if (Attachment !== undefined) {
    return withInterfaceSettings(owner, nic, { ...settings, deleteOnTermination: Attachment.DeleteOnTermination });
  }
  const sourceDestCheck = SourceDestCheck?.Value;
  return nic.deviceNumber === 0
    ? { ...owner, controls: { ...owner.controls, sourceDestCheck } }
    : withInterfaceSettings(owner, nic, { ...settings, sourceDestCheck });
}
