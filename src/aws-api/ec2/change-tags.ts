import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import { findTaggable, taggableType } from './taggable.ts';
import type { Taggable } from './taggable.ts';
import { tooManyTags, unfitForMetadata } from './tag-rules.ts';

/** Makes of the tags of each resource what `update` says: first it is seen whether all can be done, then all are. */
export async function changeTags(
  call: Call,
  resourceIds: readonly string[],
  update: (tags: Tags) => Tags,
): Promise<Result<Readonly<Record<string, never>>, ApiError>> {
  const found: Taggable[] = [];
  for (const resourceId of new Set(resourceIds)) {
    const resource = findTaggable(call, resourceId);
    if (resource === undefined) return err(notFound(resourceId));
    const refusal = refusalOf(call, resource, update(resource.tags));
    if (refusal !== undefined) return err(refusal);
    found.push(resource);
  }
  for (const resource of found) {
    const changed = await changeOne(call, resource, update);
    if (!changed.ok) return changed;
  }
  return ok({});
}

function refusalOf({ inventory }: Call, resource: Taggable, tags: Tags): ApiError | undefined {
  const instance = resource.kind === 'instance' ? inventory.get('instance', resource.documentId) : undefined;
  const shown = instance?.metadataOptions.instanceMetadataTags === 'enabled';
  const fresh = Object.keys(tags).filter((key) => !Object.hasOwn(resource.tags, key));
  const unfit = shown ? unfitForMetadata(fresh) : undefined;
  // EC2 User Guide, "View tags for your EC2 instances using metadata": such a tag call fails.
  return unfit === undefined ? tooManyTags(Object.keys(tags).length) : ec2Error('InvalidParameterValue', unfit);
}

function changeOne(
  call: Call,
  { kind, documentId, resourceId }: Taggable,
  update: (tags: Tags) => Tags,
): Promise<Result<unknown, ApiError>> {
  const { inventory, nowMs } = call;
  if (kind !== 'instance') {
    return inventory.change(kind, documentId, (present) => withTags(present, resourceId, update));
  }
  return inventory.change(kind, documentId, (present) => {
    const tagged = withTags(present, resourceId, update);
    if (!tagged.ok || tagged.value === present) return tagged;
    const refusal = refusalOf(
      call,
      { kind, documentId, resourceId, tags: present?.tags ?? {} },
      tagged.value.tags ?? {},
    );
    if (refusal !== undefined) return err(refusal);
    const shown = tagged.value.metadataOptions.instanceMetadataTags === 'enabled';
    return ok(shown ? { ...tagged.value, revisedAtMs: nowMs } : tagged.value);
  });
}

function withTags<Entity extends { readonly tags?: Tags }>(
  present: Entity | undefined,
  resourceId: string,
  update: (tags: Tags) => Tags,
): Result<Entity, ApiError> {
  if (present === undefined) return err(notFound(resourceId));
  const before = present.tags ?? {};
  const tags = update(before);
  return ok(sameTags(before, tags) ? present : { ...present, tags });
}

function sameTags(one: Tags, other: Tags): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function notFound(resourceId: string): ApiError {
  return taggableType(resourceId)?.notFound(resourceId) ?? ec2Error('InvalidID', `The ID '${resourceId}' is not valid`);
}
