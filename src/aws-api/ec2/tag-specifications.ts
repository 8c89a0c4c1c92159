import type { Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Permission } from '../authorize/permission.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { tagsOf } from './tag-list.ts';
import { invalidTags, tooManyTags } from './tag-rules.ts';

/** What is wrong with tags for what an action makes, which is one of `types`. */
export function invalidTagSpecifications(
  specifications: readonly ec2.TagSpecification[],
  types: ReadonlySet<string>,
): ApiError | undefined {
  const seen = new Set<string>();
  for (const { ResourceType: type, Tags = [] } of specifications) {
    if (type === undefined) return NO_TYPE;
    if (!types.has(type))
      return invalidParameterValue(`'${type}' is not a valid taggable resource type for this operation.`);
    if (seen.has(type)) return invalidParameterValue(`Duplicate resource type '${type}' in tag specifications.`);
    seen.add(type);
    const wrong = invalidTags(Tags) ?? tooManyTags(Tags.length);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const NO_TYPE = ec2Error('InvalidParameterValue', 'Tag specification resource type must have a value');

/** The tags specified for one type of resource. */
export function specifiedTags(
  specifications: readonly ec2.TagSpecification[] | undefined,
  type: ec2.ResourceType,
): Tags {
  const own = (specifications ?? []).filter(({ ResourceType }) => ResourceType === type);
  return tagsOf(own.flatMap(({ Tags = [] }) => Tags));
}

/** Permission to give what an action makes these tags; none without tags (EC2 User Guide, "Tag resources during creation"). */
export function tagOnCreatePermissions(
  resource: string,
  requestTags: Tags,
  createAction: string,
): readonly Permission[] {
  if (Object.keys(requestTags).length === 0) return [];
  return [{ action: 'ec2:CreateTags', resource, requestTags, keys: { 'ec2:CreateAction': createAction } }];
}
