import { toldFinding } from '#findings';
import type { FindingChange } from '#findings';
import type { Finding } from '#model';
import type { Entry } from '#telemetry';

/** What became of a finding, as outputs tell it. `version` is that of openimds. */
export function findingEntry(finding: Finding, change: FindingChange, version: string): Entry {
  const time = new Date(finding.updatedAtMs).toISOString();
  return { event: 'finding', time, change, ...toldFinding(finding, change, version) };
}
