import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import { limitExceeded } from './errors.ts';
import { listedPage } from './iam-page.ts';
import type { IamPage, Listed } from './iam-page.ts';
import { iamTagList, iamTags } from './iam-tags.ts';

const TAGS_MAX = 50;

/** An entity with more tags; a key that differs in case only from one it has replaces that. */
export function withTags<Entity extends { readonly tags: Tags }>(
  entity: Entity,
  list: readonly iam.Tag[],
): Result<Entity, ApiError> {
  const kept = without(
    entity.tags,
    list.map(({ Key }) => Key),
  );
  const tags = { ...kept, ...iamTags(list) };
  if (Object.keys(tags).length > TAGS_MAX) return err(limitExceeded('TagsPerResource', TAGS_MAX));
  return ok({ ...entity, tags });
}

/** An entity without the tags of these keys. */
export function withoutTags<Entity extends { readonly tags: Tags }>(
  entity: Entity,
  keys: readonly string[],
): Result<Entity, ApiError> {
  return ok({ ...entity, tags: without(entity.tags, keys) });
}

/** The page wanted of an entity's tags. */
export function tagPage({ tags }: { readonly tags: Tags }, input: Listed): Result<IamPage<iam.Tag>, ApiError> {
  return listedPage(iamTagList(tags), ({ Key }) => Key, input);
}

function without(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key.toLowerCase())));
}
