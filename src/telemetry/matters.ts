import type { ImdsEvent } from '#model';

/** Whether a request is worth a full record: use of IMDSv1, a refusal, a read of credentials, or a caller that nobody knows. */
export function matters({ version, outcome, credentials }: ImdsEvent): boolean {
  if (outcome === 'refused' || outcome === 'unknown-caller' || credentials) return true;
  return version === 1 && outcome === 'item';
}
