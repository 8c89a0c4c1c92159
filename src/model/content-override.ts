/** What a path of the metadata tree answers in place of what follows from the rest of the instance. */
export type ContentOverride =
  /** An item: these bytes, `text/plain` unless `contentType` says otherwise. */
  | (OverriddenItem & { readonly kind: 'text'; readonly text: string; readonly moment?: Moment })
  | (OverriddenItem & { readonly kind: 'bytes'; readonly base64: string })
  /** A directory that lists itself in these words for as long as they name exactly what is in it. */
  | { readonly kind: 'listing'; readonly text: string }
  /** Neither the path answers nor what is below it, but for deeper overrides. */
  | { readonly kind: 'absent' };

/** What items of both kinds may say of themselves. */
interface OverriddenItem {
  readonly contentType?: string;
  readonly audience?: Audience;
}

/**
 * A time that moves on with whoever asks: wherever `mark` stands in a text, it is `aheadMs` after it is read, in RFC 3339 to
 * the second.
 */
export interface Moment {
  readonly mark: string;
  readonly aheadMs: number;
}

/** The first callers, by source address, that ask for one of the items of this name; to all others they are missing. */
export interface Audience {
  readonly name: string;
  /** 0 or more. */
  readonly size: number;
}

/**
 * Overrides by path. A path without a slash at its front is below every version directory (`meta-data/ami-id`); one with a
 * slash begins with its version (`/2021-03-23/meta-data/ami-id`) and goes before: what is absent there hides whatever is said
 * below it of all versions. `/` can only be a listing: the versions
 * there are. No path ends in a slash.
 */
export type ContentOverrides = Readonly<Record<string, ContentOverride>>;

/** How many overrides an instance may have. */
export const OVERRIDES_MAX = 8192;
