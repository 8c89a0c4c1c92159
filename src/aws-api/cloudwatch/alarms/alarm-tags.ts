import type { Tags } from '#model';
import type { ApiError, cloudwatch } from '#protocol/aws';
import { invalidParameterValue, validationError } from '../errors.ts';

const TAGS_MAX = 50;

/** Tags as a request has them. */
export function alarmTags(list: readonly cloudwatch.Tag[]): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

/** What is wrong with tags. */
export function invalidAlarmTags(list: readonly cloudwatch.Tag[]): ApiError | undefined {
  if (list.length > TAGS_MAX) return validationError(`An alarm has at most ${TAGS_MAX} tags.`);
  const wrong = list.find(({ Key, Value }) => !/^.{1,128}$/su.test(Key) || Value.length > 256 || /^aws:/i.test(Key));
  return wrong === undefined
    ? undefined
    : invalidParameterValue('A tag key has 1 to 128 characters and does not begin with aws:; a value has at most 256.');
}
