import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { allOf } from './all-of.ts';
import { invalidId, tagHolder } from './taggable.ts';
import type { TagUpdate } from './tag-holders.ts';
import { tooManyTags } from './tag-rules.ts';

/** Makes of the tags of each resource what `change` says: first it is seen whether all can be done, then all are. */
export async function changeTags(
  call: Call,
  resourceIds: readonly string[],
  change: (tags: Tags) => Tags,
): Promise<Result<Readonly<Record<string, never>>, ApiError>> {
  const distinct = [...new Set(resourceIds)];
  const update = bounded(change);
  for (const id of distinct) {
    const refusal = refusalOf(call, id, update);
    if (refusal !== undefined) return err(refusal);
  }
  const changed = await allOf(distinct.flatMap((id) => tagHolder(id)?.change(call, id, update) ?? []));
  return changed.ok ? ok({}) : changed;
}

function refusalOf(call: Call, id: string, update: TagUpdate): ApiError | undefined {
  const holder = tagHolder(id);
  const resource = holder?.find(call, id);
  if (resource === undefined) return holder?.notFound(id) ?? invalidId(id);
  const updated = update(resource.tags);
  return updated.ok ? holder?.refusal?.(call, id, updated.value) : updated.error;
}

/** The same change where it leaves no resource with more tags than it may have, or none at all. */
function bounded(change: (tags: Tags) => Tags): TagUpdate {
  return (before) => {
    const after = change(before);
    if (isSame(before, after)) return ok(before);
    const refusal = tooManyTags(Object.keys(after).length);
    return refusal === undefined ? ok(after) : err(refusal);
  };
}

function isSame(one: Tags, other: Tags): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
