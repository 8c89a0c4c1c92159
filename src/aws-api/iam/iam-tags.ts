import type { Tags } from '#model';
import type { iam } from '#protocol/aws';

/** Tags as IAM lists them. */
export function iamTagList(tags: Tags): readonly iam.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as a request has them. */
export function iamTags(list: readonly iam.Tag[] = []): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}
