import type { ApiError, iam } from '#protocol/aws';
import { limitExceeded, validationError } from './errors.ts';

/** How long names may be (IAM User Guide, "IAM and AWS STS quotas"). */
const NAME_LENGTHS = { roleName: 64, userName: 64, instanceProfileName: 128, policyName: 128 } as const;

/** The member of an input that is a name. */
export type NameMember = keyof typeof NAME_LENGTHS;

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/(?:[!-\x7f]+\/)?$/;
const PATH_PREFIX = /^\/[!-\x7f]*$/;
const PATH_LENGTH_MAX = 512;
const TAGS_MAX = 50;
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What is wrong with a name (IAM User Guide, "IAM name requirements"). */
export function invalidName(member: NameMember, name: string): ApiError | undefined {
  if (name.length > NAME_LENGTHS[member]) {
    const rule = `Member must have length less than or equal to ${NAME_LENGTHS[member]}`;
    return validationError(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`);
  }
  if (NAME.test(name)) return undefined;
  return validationError(
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

/** What is wrong with a path, if there is one. */
export function invalidPath(path: string | undefined): ApiError | undefined {
  if (path === undefined || (path.length <= PATH_LENGTH_MAX && PATH.test(path))) return undefined;
  return validationError(
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
}

/** What is wrong with a path prefix, if there is one. */
export function invalidPathPrefix(prefix: string | undefined): ApiError | undefined {
  if (prefix === undefined || (prefix.length <= PATH_LENGTH_MAX && PATH_PREFIX.test(prefix))) return undefined;
  return validationError('The specified value for pathPrefix is invalid. It must begin with the / character.');
}

/** What is wrong with tags, if there are any (IAM User Guide, "Rules for tagging in IAM and AWS STS"). */
export function invalidTags(tags: readonly iam.Tag[] = []): ApiError | undefined {
  for (const { Key, Value } of tags) {
    const isFit = Key.length >= 1 && Key.length <= 128 && Value.length <= 256 && TAG.test(Key) && TAG.test(Value);
    if (!isFit)
      return validationError(`The tag with key '${Key.slice(0, 128)}' has a key or value that is not allowed.`);
    if (/^aws:/i.test(Key)) return { code: 'InvalidInput', message: 'Tag keys must not begin with aws:' };
  }
  const keys = tags.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    return {
      code: 'InvalidInput',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    };
  }
  return tags.length > TAGS_MAX ? limitExceeded('TagsPerResource', TAGS_MAX) : undefined;
}
