import type { Instance } from '#model';
import type { Content } from './content.ts';

/** Switches for paths that AWS clients ask for but EC2 does not document. */
export interface Features {
  /** Whether `iam/security-credentials-extended/` answers; newer SDKs try it first and take a 404 for "not here". */
  readonly securityCredentialsExtended: boolean;
}

/** The keys that stand in a path for its placeholders, in the order of the path. */
export type Keys = readonly string[];

/** One row of the metadata tree. Listings, 404s, version directories and the reference page all follow from the rows. */
export type Category = Row & Presence;

interface Row {
  /** Below the version directory, without slashes at its ends; `{name}` stands for any key of that placeholder. */
  readonly path: string;
  /** The build version it was released in: shown in version directories that are not older. */
  readonly since: string;
  /** Answers only with this feature on. */
  readonly feature?: keyof Features;
  /** The segment of `path` that its parent does not list although it answers. */
  readonly unlisted?: string;
  /** The place among its siblings, where those are not listed alphabetically. */
  readonly order?: number;
}

/** Text may be given bare. A category whose value is undefined answers 404 and is not listed. */
type Presence =
  | { readonly present: 'always'; readonly value: (instance: Instance) => string | Content }
  | {
      readonly present: `when ${string}`;
      readonly value: (instance: Instance, keys: Keys) => string | Content | undefined;
    };

/** What may stand for `{name}` in a path. */
export interface Placeholder {
  /** The keys to try, given those before it in the path. One is listed if something is present below it. */
  readonly candidates: (instance: Instance, keys: Keys) => readonly string[];
  /** The line that lists a key, where it is not the key itself. */
  readonly listedAs?: (instance: Instance, key: string) => string;
}

/** Categories that belong together, with the placeholders of their paths. */
export interface Subject {
  readonly placeholders?: Readonly<Record<string, Placeholder>>;
  readonly categories: readonly Category[];
}
