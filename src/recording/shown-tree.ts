import type { Audience, Moment } from '#model';

/** What stands at one path of a metadata tree that is to be shown again. */
export interface ShownItem {
  /** 200, or why there is nothing. */
  readonly status: number;
  readonly body: Uint8Array;
  /** Undefined: whatever is usual. */
  readonly contentType: string | undefined;
  readonly isListing: boolean;
  /** For whom it is, where it is not for everybody. */
  readonly audience?: Audience;
  /** What in its text is the time of reading. */
  readonly moment?: Moment;
}

/** What is shown below one version directory, by path; the directory itself is at the empty path. */
export type ShownItems = ReadonlyMap<string, ShownItem>;

/** A metadata tree that an instance is to show. */
export interface ShownTree {
  /** Below the version that speaks for all others. */
  readonly reference: { readonly version: string; readonly items: ShownItems };
  /** Below other versions, where they were looked at too. */
  readonly others: readonly { readonly version: string; readonly items: ShownItems }[];
  /** True: what its listings do not name is not there. False: what is not in it is as on any instance. */
  readonly isWhole: boolean;
  /** True: documents of credentials and signatures are shown as they are in it. False: they are issued anew. */
  readonly showsIssued: boolean;
}
