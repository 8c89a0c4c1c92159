import type { RequestCount } from '#model';

export const MINUTE_MS = 60_000;

/** What is counted of an instance's requests; each a whole number. */
export type Tally = Omit<RequestCount, 'instanceId' | 'minuteMs'>;

/** The counters, in the order in which they are stored. */
export const COUNTERS = [
  'noToken',
  'noTokenRejected',
  'withToken',
  'tokensIssued',
  'refused',
  'credentialReads',
  'bytes',
] as const satisfies readonly (keyof Tally)[];

/** Nothing counted. */
export const NOTHING_COUNTED: Tally = {
  noToken: 0,
  noTokenRejected: 0,
  withToken: 0,
  tokensIssued: 0,
  refused: 0,
  credentialReads: 0,
  bytes: 0,
};

/** Both counts in one. */
export function addTallies(one: Tally, other: Tally): Tally {
  return {
    noToken: one.noToken + other.noToken,
    noTokenRejected: one.noTokenRejected + other.noTokenRejected,
    withToken: one.withToken + other.withToken,
    tokensIssued: one.tokensIssued + other.tokensIssued,
    refused: one.refused + other.refused,
    credentialReads: one.credentialReads + other.credentialReads,
    bytes: one.bytes + other.bytes,
  };
}

/** The start of the minute that `timeMs` is in. */
export function minuteOf(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
}
