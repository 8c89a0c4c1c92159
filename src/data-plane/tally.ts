import type { Answer, Refusal } from '#protocol/imds';

/** What the engine counted since it started. Plain data: it crosses threads. */
export interface Tally {
  /** Items served to requests without a session token (IMDSv1). */
  servedWithoutToken: number;
  /** Items served to requests with a session token (IMDSv2). */
  servedWithToken: number;
  tokensIssued: number;
  /** Connections closed because nobody could say which instance they come from. */
  unknownCallers: number;
  readonly refusals: Partial<Record<Refusal, number>>;
}

/** All zero. */
export function emptyTally(): Tally {
  return { servedWithoutToken: 0, servedWithToken: 0, tokensIssued: 0, unknownCallers: 0, refusals: {} };
}

/** Counts one answer. */
export function record(tally: Tally, answer: Answer, withToken: boolean): void {
  switch (answer.kind) {
    case 'item':
      if (withToken) tally.servedWithToken++;
      else tally.servedWithoutToken++;
      break;
    case 'token':
      tally.tokensIssued++;
      break;
    case 'refusal':
      tally.refusals[answer.refusal] = (tally.refusals[answer.refusal] ?? 0) + 1;
      break;
    case 'allow':
  }
}

/** The sum of what several engines counted. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    sum.servedWithoutToken += tally.servedWithoutToken;
    sum.servedWithToken += tally.servedWithToken;
    sum.tokensIssued += tally.tokensIssued;
    sum.unknownCallers += tally.unknownCallers;
    for (const [refusal, count] of Object.entries(tally.refusals)) {
      sum.refusals[refusal as Refusal] = (sum.refusals[refusal as Refusal] ?? 0) + count;
    }
  }
  return sum;
}
