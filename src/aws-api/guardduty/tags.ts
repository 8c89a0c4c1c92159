import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidTags } from '../iam/rules.ts';
import { changeDetector, detectorArn, detectorOf, findDetector } from './detectors/detectors.ts';
import { badRequest } from './errors.ts';

const TAGS_MAX = 50;

/** What is wrong with tags: IAM's rules are GuardDuty's too. */
export function invalidDetectorTags(tags: Tags = {}): ApiError | undefined {
  const refusal = invalidTags(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
  return refusal && badRequest(`the tags are not valid: ${refusal.message.replace(/\.$/, '')}`);
}

/** GuardDuty API Reference, `ListTagsForResource`. Detectors are what has tags here. */
export const listTagsForResource: ActionOf<'guardduty', 'ListTagsForResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act({ ResourceArn }, call) {
    const id = taggedDetector(call, ResourceArn);
    if (!id.ok) return id;
    const detector = findDetector(call, id.value);
    return detector.ok ? ok({ Tags: detector.value.tags }) : detector;
  },
};

/** GuardDuty API Reference, `TagResource`. */
export const tagResource: ActionOf<'guardduty', 'TagResource'> = {
  validate: ({ Tags }) => invalidDetectorTags(Tags),
  permissions: ({ ResourceArn, Tags }) => [{ resource: ResourceArn, requestTags: Tags }],
  act: ({ ResourceArn, Tags }, call) => changeTags(call, ResourceArn, (tags) => ({ ...tags, ...Tags })),
};

/** GuardDuty API Reference, `UntagResource`. */
export const untagResource: ActionOf<'guardduty', 'UntagResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act: ({ ResourceArn, TagKeys }, call) =>
    changeTags(call, ResourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
    ),
};

async function changeTags(
  call: Call,
  resourceArn: string,
  update: (tags: Tags) => Tags,
): Promise<Result<Record<string, never>, ApiError>> {
  const id = taggedDetector(call, resourceArn);
  if (!id.ok) return id;
  const present = findDetector(call, id.value);
  if (!present.ok) return present;
  if (Object.keys(update(present.value.tags)).length > TAGS_MAX)
    return err(badRequest(`a resource has ${TAGS_MAX} tags at most`));
  const changed = await changeDetector(call, id.value, (detector) => ({ ...detector, tags: update(detector.tags) }));
  return changed.ok ? ok({}) : changed;
}

function taggedDetector(call: Call, resourceArn: string): Result<string, ApiError> {
  const detector = detectorOf(call.inventory, call);
  if (detector === undefined || resourceArn !== detectorArn(call, detector.id))
    return err(badRequest('the resource ARN names no detector of the current account'));
  return ok(detector.id);
}
