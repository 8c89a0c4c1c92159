import type { Finding, FindingResource } from '#model';
import { FINDING_KINDS } from './finding-types.ts';
import { mergeEvidence } from './sighting.ts';
import type { Sighting } from './sighting.ts';

/** Where a finding belongs, and what it is about. */
export interface FindingPlace {
  readonly id: string;
  readonly detectorId: string;
  readonly accountId: string;
  readonly region: string;
  readonly resource: FindingResource;
}

/** A finding after one more sighting: opened, updated, or open again after `quietMs` without any. */
export function foldSighting(
  present: Finding | undefined,
  sighting: Sighting,
  place: FindingPlace,
  quietMs: number,
): Finding {
  return present === undefined ? opened(sighting, place) : updated(present, sighting, place, quietMs);
}

function opened({ type, severity, about, evidence, count, firstMs, lastMs }: Sighting, place: FindingPlace): Finding {
  return {
    ...place,
    type,
    severity,
    about,
    evidence,
    count,
    firstSeenMs: firstMs,
    lastSeenMs: lastMs,
    createdAtMs: firstMs,
    updatedAtMs: lastMs,
    publishedAtMs: 0,
    archived: undefined,
    resolvedAtMs: undefined,
    regressions: 0,
    feedback: undefined,
    sample: false,
  };
}

function updated(present: Finding, sighting: Sighting, { resource }: FindingPlace, quietMs: number): Finding {
  const isRegression =
    FINDING_KINDS[present.type].resolves && sighting.firstMs - present.lastSeenMs >= quietMs && !present.sample;
  const isLatest = sighting.lastMs >= present.lastSeenMs;
  return {
    ...present,
    severity: Math.max(present.severity, sighting.severity),
    resource: isLatest ? resource : present.resource,
    evidence: isLatest
      ? mergeEvidence(present.evidence, sighting.evidence)
      : mergeEvidence(sighting.evidence, present.evidence),
    count: present.count + sighting.count,
    firstSeenMs: Math.min(present.firstSeenMs, sighting.firstMs),
    lastSeenMs: Math.max(present.lastSeenMs, sighting.lastMs),
    updatedAtMs: Math.max(present.updatedAtMs, sighting.lastMs),
    // Somebody who filed it away did so in the belief that it was over.
    archived: isRegression ? undefined : present.archived,
    resolvedAtMs: undefined,
    regressions: present.regressions + (isRegression ? 1 : 0),
  };
}

/** A finding as it stands at `nowMs`: resolved if it is of a kind that ends by itself and was quiet for `quietMs`. */
export function settle(finding: Finding, nowMs: number, quietMs: number): Finding {
  const resolvedAtMs = finding.lastSeenMs + quietMs;
  if (!FINDING_KINDS[finding.type].resolves || finding.sample) return finding;
  if (finding.resolvedAtMs !== undefined || nowMs < resolvedAtMs) return finding;
  return { ...finding, resolvedAtMs, updatedAtMs: resolvedAtMs };
}

/** Whether a finding is out of the way: somebody said so or, if nobody said anything, it has resolved. */
export function isArchived({ archived, resolvedAtMs }: Finding): boolean {
  return archived ?? resolvedAtMs !== undefined;
}
