/** The members that are not undefined. */
export function present<Members extends object>(
  members: Members,
): {
  [Name in keyof Members]?: Exclude<Members[Name], undefined>;
} {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  // `Object.fromEntries` forgets which members there were.
  return Object.fromEntries(entries) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> };
}
