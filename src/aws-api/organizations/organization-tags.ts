import type { Tags } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import { invalidTags } from '../iam/rules.ts';
import { constraintViolation, invalidInput } from './errors.ts';

/** What is wrong with tags, if there are any. */
export function invalidOrganizationTags(tags: readonly organizations.Tag[] = []): ApiError | undefined {
  const refusal = invalidTags(tags);
  if (refusal === undefined) return undefined;
  return refusal.code === 'LimitExceeded'
    ? constraintViolation('MAX_TAG_LIMIT_EXCEEDED', refusal.message)
    : invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', refusal.message);
}

/** Tags as a request has them. */
export function tagsFrom(tags: readonly organizations.Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
