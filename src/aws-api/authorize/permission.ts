import type { Tags } from '#model';
import type { ResourcePolicy } from '#policy';

/** One thing a call needs permission for. */
export interface Permission {
  /** Service and name, such as `iam:PassRole`; the called action unless told. */
  readonly action?: string;
  /** An ARN, or `*` for what is about no resource in particular. */
  readonly resource: string;
  /** The tags of the resource (`aws:ResourceTag/…`). */
  readonly resourceTags?: Tags | undefined;
  /** The tags in the request (`aws:RequestTag/…`, `aws:TagKeys`). */
  readonly requestTags?: Tags | undefined;
  /** The resource's own policy; for AssumeRole the role's trust policy. */
  readonly resourcePolicy?: ResourcePolicy | undefined;
  /** Further condition keys, spelled as AWS spells them; those without a value are not in the context. */
  readonly keys?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Permission for what is about no resource in particular. */
export const ANYTHING: readonly Permission[] = [{ resource: '*' }];
