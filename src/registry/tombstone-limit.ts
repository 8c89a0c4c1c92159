/** What every engine lets its opener choose. */
export interface RegistryOptions {
  /**
   * How many deletions are remembered at most, for those who read from a later revision than 0; past that the older half
   * is forgotten. 10,000 unless given.
   */
  readonly tombstoneLimit?: number;
}

/** A day of deletions in a lively account; about a megabyte. */
export const DEFAULT_TOMBSTONE_LIMIT = 10_000;
