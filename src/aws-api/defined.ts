type Defined<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** `members` without those that are `undefined`. */
export function defined<Members extends object>(members: Members): Defined<Members> {
  // What is left are members of `members`, none of them undefined.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<Members>;
}
