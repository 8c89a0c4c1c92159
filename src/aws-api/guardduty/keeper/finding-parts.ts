import type { FindingChange } from '#findings';
import type { AddressRange, Finding, Observation } from '#model';

/** What findings go by. */
export interface FindingSettings {
  /** How long nothing must be seen of what ends by itself until it counts as over, in milliseconds. */
  readonly quietMs: number;
  /** Where the credentials of every instance may be used. */
  readonly trusted: readonly AddressRange[];
}

/** Told when a finding is opened, comes back or ends, and as often as its detector says while it goes on. */
export type ToldOfFinding = (finding: Finding, change: FindingChange) => void;

/** What findings are made of, besides API calls, and where they are told. */
export interface FindingParts {
  /** Asked each time: a configuration may be read again. */
  readonly settings: () => FindingSettings;
  /** Asks to be told of what data planes observe; the result ends that. */
  readonly observe: (observed: (observation: Observation) => void) => () => void;
  readonly told: ToldOfFinding;
}
