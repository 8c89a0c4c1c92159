import type { FindingEvidence, FindingType } from '#model';

/** What a detector saw once or several times. Sightings of one type, instance and `about` make one finding. */
export interface Sighting {
  readonly type: FindingType;
  readonly instanceId: string;
  /** What tells findings of a type on one instance apart, such as the process. */
  readonly about: string;
  readonly severity: number;
  /** 0: more is known of what has been counted. */
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly evidence: FindingEvidence;
}

const ADDRESSES_MAX = 16;

/** What is known after `later` has been seen as well. */
export function mergeEvidence(known: FindingEvidence, later: FindingEvidence): FindingEvidence {
  const remoteAddresses = [...new Set([...(later.remoteAddresses ?? []), ...(known.remoteAddresses ?? [])])];
  const given = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined));
  return {
    ...known,
    ...given,
    ...(remoteAddresses.length > 0 && { remoteAddresses: remoteAddresses.slice(0, ADDRESSES_MAX) }),
  };
}

/**
 * Two sightings of one finding as one, if that comes to the same: `undefined` when there was quiet between them for
 * `quietMs`, or when they are out of order.
 */
export function mergeSightings(earlier: Sighting, later: Sighting, quietMs: number): Sighting | undefined {
  if (later.firstMs < earlier.firstMs || later.lastMs < earlier.lastMs) return undefined;
  if (later.firstMs - earlier.lastMs >= quietMs) return undefined;
  return {
    ...earlier,
    severity: Math.max(earlier.severity, later.severity),
    count: earlier.count + later.count,
    lastMs: later.lastMs,
    evidence: mergeEvidence(earlier.evidence, later.evidence),
  };
}
