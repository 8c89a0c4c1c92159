import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration, Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { instancesNotFound, invalidParameterValue } from './errors.ts';
import { findInstance, isVisible, visibleInstances } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';
import { unfitForMetadata } from './tag-rules.ts';
import { retagged } from './tagged-documents.ts';
import type { TagHolder, TagUpdate } from './tag-holders.ts';

/** The tags of instances, which metadata may show. */
export const INSTANCE_TAGS: TagHolder = {
  resourceType: 'instance',
  notFound: (id) => instancesNotFound([id]),
  find(call, id) {
    const held = findInstance(call, id);
    return held && { id, tags: held.entity.tags ?? {} };
  },
  tagged: (call) => visibleInstances(call).map(({ entity }) => ({ id: entity.id, tags: entity.tags ?? {} })),
  change: (call, id, update) =>
    call.inventory.change('instance', id, (present) =>
      present === undefined || !isVisible(present, call)
        ? err(instancesNotFound([id]))
        : retaggedInstance(present, update, call),
    ),
  refusal(call, id, tags) {
    const held = findInstance(call, id);
    return held && unfitTags(held.entity, tags);
  },
  permission: instancePermission,
};

function retaggedInstance(
  present: InstanceDeclaration,
  update: TagUpdate,
  { nowMs }: Call,
): Result<InstanceDeclaration, ApiError> {
  const tagged = retagged(present, update);
  if (!tagged.ok || tagged.value === present) return tagged;
  const refusal = unfitTags(present, tagged.value.tags ?? {});
  if (refusal !== undefined) return err(refusal);
  return ok(showsTags(present) ? { ...tagged.value, revisedAtMs: nowMs } : tagged.value);
}

/** EC2 User Guide, "View tags for your EC2 instances using metadata": a call that adds such a tag fails. */
function unfitTags(present: InstanceDeclaration, tags: Tags): ApiError | undefined {
  const fresh = Object.keys(tags).filter((key) => !Object.hasOwn(present.tags ?? {}, key));
  const unfit = showsTags(present) ? unfitForMetadata(fresh) : undefined;
  return unfit === undefined ? undefined : invalidParameterValue(unfit);
}

function showsTags({ metadataOptions }: InstanceDeclaration): boolean {
  return metadataOptions.instanceMetadataTags === 'enabled';
}
