import type { Tags } from './iam.ts';

/** The tags of a resource of which nothing else is kept, such as a subnet that instances are in. */
export interface ResourceTags {
  readonly accountId: string;
  readonly region: string;
  /** `vpc-…`, `subnet-…`, `sg-…` */
  readonly resourceId: string;
  readonly tags: Tags;
}
