import { describeFinding, ocsfFinding } from '#findings';
import type { FindingChange } from '#findings';
import type { Finding } from '#model';
import type { Entry } from '#telemetry';

/** A finding as outputs tell it: what it comes to, and all of it as a Detection Finding of OCSF. `version` is that of openimds. */
export function findingEntry(finding: Finding, change: FindingChange, version: string): Entry {
  const { id, type, severity, count, accountId, region, resource, updatedAtMs } = finding;
  const { title, description, remedy } = describeFinding(finding);
  return {
    event: 'finding',
    time: new Date(updatedAtMs).toISOString(),
    change,
    findingId: id,
    type,
    severity,
    accountId,
    region,
    instanceId: resource.instanceId,
    count,
    title,
    description,
    remedy,
    ocsf: ocsfFinding(finding, change, version),
  };
}
