import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';

/** A resource that has tags, or could. */
export interface Tagged {
  readonly id: string;
  readonly tags: Tags;
}

/** What to make of the tags of a resource, or why not. The same object as was given: nothing changes. */
export type TagUpdate = (tags: Tags) => Result<Tags, ApiError>;

/** A kind of resource that tags hang on: where they are and how they change. */
export interface TagHolder {
  readonly resourceType: ec2.ResourceType;
  readonly notFound: (id: string) => ApiError;
  /** The resource of this id that the call's account and Region has. */
  readonly find: (call: Call, id: string) => Tagged | undefined;
  /** At least every one of the call's account and Region that has a tag. */
  readonly tagged: (call: Call) => readonly Tagged[];
  readonly change: (call: Call, id: string, update: TagUpdate) => Promise<Result<unknown, ApiError>>;
  /** Why a resource that is there cannot have these tags; undefined if it can. */
  readonly refusal?: (call: Call, id: string, tags: Tags) => ApiError | undefined;
  readonly permission: (call: Call, id: string) => Permission;
}
