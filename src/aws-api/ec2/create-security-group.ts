import { err, ok } from '#base';
import { arn } from '#model';
import type { RegisteredSecurityGroup } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { networkOf } from './network.ts';
import { newResourceId } from './new-resource-id.ts';
import { groupArn } from './security-group/find-group.ts';
import { afterDeleted, everythingOut } from './security-group/registered-groups.ts';
import { tagList } from './tag-list.ts';
import { invalidTagSpecifications, specifiedTags, tagOnCreatePermissions } from './tag-specifications.ts';

const TAGGABLE: ReadonlySet<string> = new Set(['security-group']);

/** What names and descriptions are made of (EC2 API Reference, `CreateSecurityGroup`). */
const TEXT = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

/** EC2 API Reference, `CreateSecurityGroup`: in a VPC that instances are in or will be, the default one unless told. */
export const createSecurityGroup: ActionOf<'ec2', 'CreateSecurityGroup'> = {
  validate: (input) => invalidNaming(input) ?? invalidTagSpecifications(input.TagSpecifications ?? [], TAGGABLE),
  permissions(input, call) {
    const { region, accountId } = call;
    const resource = groupArn(call, '*');
    const vpc = arn(region, 'ec2', region, accountId, `vpc/${input.VpcId ?? networkOf(call).defaultVpcId}`);
    const requestTags = specifiedTags(input.TagSpecifications, 'security-group');
    return [
      { resource, requestTags, keys: { 'ec2:Vpc': vpc } },
      { resource: vpc },
      ...tagOnCreatePermissions(resource, requestTags, 'CreateSecurityGroup'),
    ];
  },
  async act(input, call) {
    const group = newGroup(input, call);
    const isTaken = [...networkOf(call).groups.values()].some(
      ({ name, vpcId }) => name === group.name && vpcId === group.vpcId,
    );
    if (isTaken) return err(alreadyThere(group));
    const created = await call.inventory.change('security-group', documentId('security-group', group), (present) =>
      present === undefined || present.deletedAtMs !== undefined
        ? ok(afterDeleted(group, present))
        : err(alreadyThere(group)),
    );
    if (!created.ok) return created;
    return ok({ GroupId: group.id, SecurityGroupArn: groupArn(call, group.id), Tags: tagList(group.tags) });
  },
};

function invalidNaming({ GroupName, Description, VpcId }: ec2.CreateSecurityGroupRequest): ApiError | undefined {
  if (GroupName.startsWith('sg-')) {
    return invalidParameterValue(`Group names may not be in the format sg-*.`);
  }
  if (!TEXT.test(GroupName)) return invalidParameterValue('Value for parameter GroupName is invalid.');
  if (!TEXT.test(Description)) return invalidParameterValue('Value for parameter GroupDescription is invalid.');
  if (VpcId === undefined || /^vpc-[\w-]{1,64}$/.test(VpcId)) return undefined;
  return ec2Error('InvalidVpcID.Malformed', `Invalid id: "${VpcId.slice(0, 100)}" (expecting "vpc-...")`);
}

function newGroup(input: ec2.CreateSecurityGroupRequest, call: Call): RegisteredSecurityGroup {
  const id = newResourceId('sg', call.platform.random);
  return {
    id,
    accountId: call.accountId,
    region: call.region,
    vpcId: input.VpcId ?? networkOf(call).defaultVpcId,
    name: input.GroupName,
    description: input.Description,
    rules: [everythingOut(id)],
    createdAtMs: call.nowMs,
    tags: specifiedTags(input.TagSpecifications, 'security-group'),
  };
}

function alreadyThere({ name, vpcId }: RegisteredSecurityGroup): ApiError {
  return ec2Error('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`);
}
