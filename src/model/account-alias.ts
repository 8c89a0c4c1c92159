/** The name that an account goes by besides its number. */
export interface AccountAlias {
  readonly accountId: string;
  /** Unique among all accounts. */
  readonly alias: string;
}
