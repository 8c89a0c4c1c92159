import { isMetadataTagKey } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from './errors.ts';

/** How many tags a resource may have (EC2 User Guide, "Tag restrictions"). */
const TAGS_MAX = 50;

const KEY_LENGTH_MAX = 128;
const VALUE_LENGTH_MAX = 256;

/** What is wrong with tags that somebody wants to make. */
export function invalidTags(tags: readonly ec2.Tag[]): ApiError | undefined {
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '') return invalidParameterValue('Tag key cannot be null or empty');
    if (Key.length > KEY_LENGTH_MAX)
      return invalidParameterValue('Tag key exceeds the maximum length of 128 characters');
    if (Value.length > VALUE_LENGTH_MAX) {
      return invalidParameterValue('Tag value exceeds the maximum length of 256 characters');
    }
    if (/^aws:/i.test(Key)) {
      return invalidParameterValue(`Tag keys starting with 'aws:' are reserved for internal use: '${Key}'`);
    }
  }
  const keys = tags.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  return twice === undefined ? undefined : invalidParameterValue(`Duplicate tag key '${twice}' specified.`);
}

/** What is wrong with having so many tags. */
export function tooManyTags(count: number): ApiError | undefined {
  return count <= TAGS_MAX
    ? undefined
    : ec2Error('TagLimitExceeded', `The maximum number of tags for a resource is ${TAGS_MAX}.`);
}

/** Why metadata could not show tags of these keys (EC2 User Guide, "View tags for your EC2 instances using metadata"). */
export function unfitForMetadata(keys: readonly string[]): string | undefined {
  const unfit = keys.find((key) => !isMetadataTagKey(key));
  return (
    unfit &&
    `'${unfit}' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')`
  );
}
