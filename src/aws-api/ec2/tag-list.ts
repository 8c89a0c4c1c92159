import type { Tags } from '#model';
import type { ec2 } from '#protocol/aws';

/** Tags as EC2 lists them. */
export function tagList(tags: Tags): readonly ec2.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as a request has them; of a key that is there twice the last. */
export function tagsOf(list: readonly ec2.Tag[]): Tags {
  return Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));
}
