import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidTags } from '../iam/rules.ts';
import { withoutTags } from '../tags.ts';
import { changeDetector, detectorArn, detectorOf } from './detectors/detectors.ts';
import { badRequest } from './errors.ts';
import { changeFilter, filterArn, filtersOf } from './filters/filters.ts';

const TAGS_MAX = 50;

/** What is wrong with tags: IAM's rules are GuardDuty's too. */
export function invalidTagsOf(tags: Tags = {}): ApiError | undefined {
  const refusal = invalidTags(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
  return refusal && badRequest(`the tags are not valid: ${refusal.message.replace(/\.$/, '')}`);
}

/** What has tags here, a detector or a filter: what they are, and how they are changed. */
interface Tagged {
  readonly tags: Tags;
  change(update: (tags: Tags) => Tags): Promise<Result<unknown, ApiError>>;
}

/** GuardDuty API Reference, `ListTagsForResource`. Detectors and filters are what has tags here. */
export const listTagsForResource: ActionOf<'guardduty', 'ListTagsForResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act({ ResourceArn }, call) {
    const tagged = findTagged(call, ResourceArn);
    return tagged.ok ? ok({ Tags: tagged.value.tags }) : tagged;
  },
};

/** GuardDuty API Reference, `TagResource`. */
export const tagResource: ActionOf<'guardduty', 'TagResource'> = {
  validate: ({ Tags }) => invalidTagsOf(Tags),
  permissions: ({ ResourceArn, Tags }) => [{ resource: ResourceArn, requestTags: Tags }],
  act: ({ ResourceArn, Tags }, call) => changeTags(call, ResourceArn, (tags) => ({ ...tags, ...Tags })),
};

/** GuardDuty API Reference, `UntagResource`. */
export const untagResource: ActionOf<'guardduty', 'UntagResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act: ({ ResourceArn, TagKeys }, call) => changeTags(call, ResourceArn, (tags) => withoutTags(tags, TagKeys)),
};

async function changeTags(
  call: Call,
  resourceArn: string,
  update: (tags: Tags) => Tags,
): Promise<Result<Record<string, never>, ApiError>> {
  const tagged = findTagged(call, resourceArn);
  if (!tagged.ok) return tagged;
  if (Object.keys(update(tagged.value.tags)).length > TAGS_MAX)
    return err(badRequest(`a resource has ${TAGS_MAX} tags at most`));
  const changed = await tagged.value.change(update);
  return changed.ok ? ok({}) : changed;
}

function findTagged(call: Call, resourceArn: string): Result<Tagged, ApiError> {
  const detector = detectorOf(call.inventory, call);
  if (detector === undefined) return err(NOTHING_TAGGED);
  const { id, tags } = detector;
  if (resourceArn === detectorArn(call, id)) {
    return ok({
      tags,
      change: (update) => changeDetector(call, id, (present) => ({ ...present, tags: update(present.tags) })),
    });
  }
  const filter = filtersOf(call.inventory, detector).find(({ name }) => resourceArn === filterArn(call, id, name));
  if (filter === undefined) return err(NOTHING_TAGGED);
  return ok({
    tags: filter.tags,
    change: (update) =>
      changeFilter(call, id, filter.name, (present) => ok({ ...present, tags: update(present.tags) })),
  });
}

const NOTHING_TAGGED = badRequest('the resource ARN names no detector or filter of the current account');
