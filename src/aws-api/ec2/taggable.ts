import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { VPC_IDS } from './describe-vpcs.ts';
import { SUBNET_IDS } from './describe-subnets.ts';
import { ec2Error } from './errors.ts';
import { INSTANCE_TAGS } from './tagged-instances.ts';
import { INTERFACE_TAGS, VOLUME_TAGS } from './tagged-parts.ts';
import { documentTags } from './tagged-documents.ts';
import { networkTags } from './tagged-network.ts';
import { RULE_TAGS, SECURITY_GROUP_TAGS } from './tagged-security-groups.ts';
import type { TagHolder } from './tag-holders.ts';

/** Every kind of resource that tags hang on, by the prefix of its ids. */
const HOLDERS: Readonly<Record<string, TagHolder>> = {
  ami: documentTags('image', (id) => ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`)),
  eni: INTERFACE_TAGS,
  i: INSTANCE_TAGS,
  key: documentTags('key-pair', (id) => ec2Error('InvalidKeyPair.NotFound', `The key pair '${id}' does not exist`)),
  lt: documentTags('launch-template', (id) =>
    ec2Error(
      'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${id}, does not exist.`,
    ),
  ),
  sg: SECURITY_GROUP_TAGS,
  sgr: RULE_TAGS,
  subnet: networkTags('subnet', ({ subnets }) => subnets, SUBNET_IDS.notFound),
  vol: VOLUME_TAGS,
  vpc: networkTags('vpc', ({ vpcs }) => vpcs, VPC_IDS.notFound),
};

/** Every kind of resource that tags hang on. */
export const TAG_HOLDERS: readonly TagHolder[] = Object.values(HOLDERS);

/** What a resource of this id keeps its tags in; undefined if ids of no kind are like that. */
export function tagHolder(resourceId: string): TagHolder | undefined {
  // A configuration may declare ids that EC2 would not make, such as `subnet-a`.
  const prefix = /^([a-z]+)-[\w-]{1,64}$/.exec(resourceId)?.[1] ?? '';
  return Object.hasOwn(HOLDERS, prefix) ? HOLDERS[prefix] : undefined;
}

/** What is wrong with ids that tags are to be hung on. */
export function untaggable(resourceIds: readonly string[]): ApiError | undefined {
  const id = resourceIds.find((resourceId) => tagHolder(resourceId) === undefined);
  return id === undefined ? undefined : invalidId(id);
}

/** An id that is none. */
export function invalidId(id: string): ApiError {
  return ec2Error('InvalidID', `The ID '${id.slice(0, 100)}' is not valid`);
}

/** Permission to give resources these tags, or to take them away. */
export function tagPermissions(
  call: Call,
  resourceIds: readonly string[],
  requestTags: Tags | undefined,
): readonly Permission[] {
  return resourceIds.flatMap((id) => {
    const holder = tagHolder(id);
    return holder === undefined ? [] : [{ ...holder.permission(call, id), requestTags }];
  });
}
