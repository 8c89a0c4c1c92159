import type { Tags } from '#model';
import type { ApiError, sts } from '#protocol/aws';
import type { Caller } from '../authenticate/caller.ts';
import { validationError } from './errors.ts';

/** The tags of a session and those of them that it hands on to the sessions made from it. */
export interface SessionTags {
  readonly tags: Tags;
  readonly transitiveTagKeys: readonly string[];
}

interface TaggingInput {
  readonly Tags?: readonly sts.Tag[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
}

/** What is wrong with the tags of a session that `caller` wants: what its own hands on cannot be given another value. */
export function invalidSessionTags(input: TaggingInput, caller: Caller): ApiError | undefined {
  const { Tags: list = [], TransitiveTagKeys: transitive = [] } = input;
  const inherited = Object.keys(inheritedTags(caller));
  const clash = list.find(({ Key }) => inherited.some((key) => sameKey(key, Key)));
  if (clash !== undefined) {
    return validationError(`The tag ${clash.Key} is handed on by the calling session and cannot be passed again.`);
  }
  const stray = transitive.find((key) => !list.some(({ Key }) => sameKey(Key, key)));
  if (stray === undefined) return undefined;
  return validationError(`The specified transitive tag key ${stray} must be included in the requested tags.`);
}

/**
 * The tags that a session made by `caller` will have: those passed, and those that the caller's own session hands on (IAM
 * User Guide, "Chaining roles with session tags").
 */
export function sessionTags(
  { Tags: list = [], TransitiveTagKeys: keys = [] }: TaggingInput,
  caller: Caller,
): SessionTags {
  const inherited = inheritedTags(caller);
  const passed = Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
  return { tags: { ...inherited, ...passed }, transitiveTagKeys: [...Object.keys(inherited), ...keys] };
}

function inheritedTags({ session }: Caller): Tags {
  if (session === undefined) return {};
  const { tags, transitiveTagKeys } = session;
  const handedOn = Object.entries(tags).filter(([key]) => transitiveTagKeys.some((each) => sameKey(each, key)));
  return Object.fromEntries(handedOn);
}

/** IAM User Guide, "Rules for tagging in IAM and AWS STS": keys that differ in case only are one. */
function sameKey(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
