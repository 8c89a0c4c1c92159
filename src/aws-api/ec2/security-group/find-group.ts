import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { RegisteredSecurityGroup } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { documentId } from '../../inventory/entities.ts';
import { ec2Error } from '../errors.ts';
import { missing } from '../named-resources.ts';
import type { ResourceIds } from '../named-resources.ts';
import { networkOf } from '../network.ts';
import { firstDeleted } from './registered-groups.ts';

/** The ids of security groups. */
export const GROUP_IDS: ResourceIds = {
  prefix: 'sg',
  malformed: 'InvalidGroupId.Malformed',
  notFound: (id) => ec2Error('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
};

/** A security group as a request names it: by id, or by name in the default VPC. */
export interface GroupReference {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

/** What is wrong with how a group is named, without looking it up. */
export function invalidGroupReference({ GroupId, GroupName }: GroupReference): ApiError | undefined {
  if ((GroupId ?? '') !== '' || (GroupName ?? '') !== '') return undefined;
  return ec2Error('MissingParameter', 'The request must contain the parameter groupName or groupId');
}

/** The security group that a request names. */
export function findGroup(
  call: Call,
  { GroupId: id, GroupName }: GroupReference,
): Result<RegisteredSecurityGroup, ApiError> {
  const { groups, defaultVpcId } = networkOf(call);
  if (id !== undefined && id !== '') {
    const group = groups.get(id);
    return group === undefined ? err(missing(id, GROUP_IDS)) : ok(group);
  }
  const named = [...groups.values()].find(({ name, vpcId }) => name === GroupName && vpcId === defaultVpcId);
  return named === undefined ? err(noSuchName(GroupName ?? '', defaultVpcId)) : ok(named);
}

/** What is wrong with putting an instance into the groups of these ids: one of them was deleted. */
export function deletedGroupNamed(call: Call, ids: readonly string[], vpcId: string | undefined): ApiError | undefined {
  const id = firstDeleted(call, ids);
  if (id === undefined) return undefined;
  const message = `The security group '${id}' does not exist in VPC '${vpcId ?? networkOf(call).defaultVpcId}'`;
  return ec2Error('InvalidGroup.NotFound', message);
}

/** A name that no group in the default VPC has. */
export function noSuchName(name: string, vpcId: string): ApiError {
  const message = `The security group '${name.slice(0, 255)}' does not exist in default VPC '${vpcId}'`;
  return ec2Error('InvalidGroup.NotFound', message);
}

/** Makes of a group what `update` says; from then on it is kept, if it was not before. */
export async function changeGroup(
  call: Call,
  group: RegisteredSecurityGroup,
  update: (group: RegisteredSecurityGroup) => Result<RegisteredSecurityGroup, ApiError>,
): Promise<Result<RegisteredSecurityGroup, ApiError>> {
  const changed = await call.inventory.change('security-group', documentId('security-group', group), (present) =>
    present === undefined || (present.id === group.id && present.deletedAtMs === undefined)
      ? update(present ?? group)
      : err(GROUP_IDS.notFound(group.id)),
  );
  return changed.ok ? ok(changed.value.entity ?? group) : changed;
}

/** Permission for something with the group that a request names. */
export function groupPermission(call: Call, reference: GroupReference): Permission {
  const group = findGroup(call, reference);
  if (!group.ok) return { resource: groupArn(call, reference.GroupId ?? '*') };
  const { id, vpcId, tags } = group.value;
  return { resource: groupArn(call, id), resourceTags: tags, keys: { 'ec2:Vpc': vpcArn(call, vpcId) } };
}

/** The ARN of a security group. */
export function groupArn({ region, accountId }: Pick<Call, 'region' | 'accountId'>, id: string): string {
  return arn(region, 'ec2', region, accountId, `security-group/${id}`);
}

function vpcArn({ region, accountId }: Call, id: string): string {
  return arn(region, 'ec2', region, accountId, `vpc/${id}`);
}
