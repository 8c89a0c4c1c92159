import type { Finding } from '#model';
import { isArchived } from './fold-sighting.ts';

/** GuardDuty keeps findings for 90 days (GuardDuty User Guide, "Quotas"). */
const FINDING_RETENTION_MS = 90 * 86_400_000;
/** Findings that are kept at most. */
const FINDINGS_MAX = 5000;

/** Those to let go of: what is too old, and of what is too much the archived and those not seen for longest first. */
export function outlived(findings: readonly Finding[], nowMs: number, max = FINDINGS_MAX): readonly Finding[] {
  const old = findings.filter(({ updatedAtMs }) => nowMs - updatedAtMs >= FINDING_RETENTION_MS);
  const young = findings.filter((finding) => !old.includes(finding));
  const dispensable = young.toSorted(
    (one, other) => Number(isArchived(other)) - Number(isArchived(one)) || one.lastSeenMs - other.lastSeenMs,
  );
  return [...old, ...dispensable.slice(0, Math.max(0, young.length - max))];
}
