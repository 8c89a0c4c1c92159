import type { Tags } from '#model';

/** The tags but those of `keys`: what UntagResource leaves, in every service that tells keys apart by their case. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
