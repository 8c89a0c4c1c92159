import type { Finding } from '#model';
import { describeFinding } from '../describe-finding.ts';
import { isArchived } from '../fold-sighting.ts';
import { ocsfFinding } from './ocsf.ts';
import type { FindingChange } from './ocsf.ts';

/** A finding as it is told outside of AWS's APIs: what it comes to, and all of it as an event of OCSF. */
export interface ToldFinding {
  readonly findingId: string;
  readonly type: string;
  readonly severity: number;
  readonly status: 'open' | 'archived' | 'resolved';
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  readonly count: number;
  readonly regressions: number;
  /** RFC 3339. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly title: string;
  readonly description: string;
  readonly remedy: string;
  /** A Detection Finding (class 2004) of the Open Cybersecurity Schema Framework. */
  readonly ocsf: object;
}

/** Tells of a finding; `version` is that of openimds. */
export function toldFinding(finding: Finding, change: FindingChange, version: string): ToldFinding {
  const { id, type, severity, count, accountId, region, resource, regressions } = finding;
  return {
    findingId: id,
    type,
    severity,
    status: statusOf(finding),
    accountId,
    region,
    instanceId: resource.instanceId,
    count,
    regressions,
    firstSeen: new Date(finding.firstSeenMs).toISOString(),
    lastSeen: new Date(finding.lastSeenMs).toISOString(),
    ...describeFinding(finding),
    ocsf: ocsfFinding(finding, change, version),
  };
}

function statusOf(finding: Finding): ToldFinding['status'] {
  if (finding.resolvedAtMs !== undefined) return 'resolved';
  return isArchived(finding) ? 'archived' : 'open';
}
