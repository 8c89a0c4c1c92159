/** The little of an entity that lists of very many look at: whose it is, where, and whether it is over. */
export interface Outline {
  readonly accountId?: string;
  readonly region?: string;
  readonly isTerminated: boolean;
}

/** There are few of them: most instances of an account and Region are alike in this. */
const outlines = new Map<string, Outline>();
const OUTLINES_MAX = 10_000;

/** The outline of an entity, shared with those that are alike. */
export function outlineOf(entity: object): Outline {
  // Each member is there if the kind has it (`Entities`).
  const { accountId, region, state } = entity as { accountId?: string; region?: string; state?: unknown };
  const isTerminated = state === 'terminated';
  const key = `${accountId}/${region}/${isTerminated}`;
  const present = outlines.get(key);
  if (present !== undefined) return present;
  const outline = { ...(accountId && { accountId }), ...(region && { region }), isTerminated };
  if (outlines.size < OUTLINES_MAX) outlines.set(key, outline);
  return outline;
}
