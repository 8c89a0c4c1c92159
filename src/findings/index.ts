// Owns detection: what is worth a finding among requests and calls, and how sightings add up to findings.
// Promises that the same events in the same order make the same findings, however they were divided into batches.
// Never touches a clock, a store or a network, and never lets a secret into a finding: it is given none.
export type { AddressHolder, CallSurroundings } from './detectors/credential-exfiltration.ts';
export { Detectors } from './detectors/detectors.ts';
export { describeFinding } from './describe-finding.ts';
export { findingInstance } from './finding-instance.ts';
export { FINDING_TYPES, parseFindingType } from './finding-types.ts';
export { foldSighting, isArchived, settle } from './fold-sighting.ts';
export type { FindingPlace } from './fold-sighting.ts';
export type { FindingChange } from './formats/ocsf.ts';
export { toldFinding } from './formats/told-finding.ts';
export type { ToldFinding } from './formats/told-finding.ts';
export { PendingSightings } from './pending-sightings.ts';
export { outlived } from './retention.ts';
export { sampleFinding } from './sample-finding.ts';
export type { Sighting } from './sighting.ts';
