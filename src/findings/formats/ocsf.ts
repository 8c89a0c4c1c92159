// Open Cybersecurity Schema Framework 1.3.0, class Detection Finding (2004) with the cloud and host profiles' objects.
import type { CallerProcess, Finding } from '#model';
import { describeFinding } from '../describe-finding.ts';
import { isArchived } from '../fold-sighting.ts';

/** A Detection Finding event of the Open Cybersecurity Schema Framework. */
type OcsfFinding = Readonly<Record<string, unknown>>;

/** Why a finding is told of. */
export type FindingChange = 'opened' | 'updated' | 'resolved' | 'reopened';

const CATEGORY = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2004,
  class_name: 'Detection Finding',
} as const;
const ACTIVITIES: Readonly<Record<FindingChange, readonly [number, string]>> = {
  opened: [1, 'Create'],
  updated: [2, 'Update'],
  reopened: [2, 'Update'],
  resolved: [3, 'Close'],
};

/** A finding as an OCSF event; `version` is that of openimds. */
export function ocsfFinding(finding: Finding, change: FindingChange, version: string): OcsfFinding {
  const [activityId, activityName] = ACTIVITIES[change];
  const { title, description, remedy } = describeFinding(finding);
  const [severityId, severity] = severityOf(finding.severity);
  const { call, request, process } = finding.evidence;
  const remote = call?.sourceAddress ?? request?.peerAddress;
  return {
    ...CATEGORY,
    activity_id: activityId,
    activity_name: activityName,
    type_uid: CATEGORY.class_uid * 100 + activityId,
    type_name: `${CATEGORY.class_name}: ${activityName}`,
    time: finding.updatedAtMs,
    start_time: finding.firstSeenMs,
    end_time: finding.lastSeenMs,
    count: finding.count,
    severity_id: severityId,
    severity,
    ...statusOf(finding),
    message: title,
    metadata: {
      version: '1.3.0',
      uid: finding.id,
      product: { name: 'openimds', vendor_name: 'openimds', version },
      profiles: ['cloud', 'host'],
    },
    cloud: { provider: 'AWS', region: finding.region, account: { uid: finding.accountId } },
    finding_info: {
      uid: finding.id,
      title,
      desc: description,
      types: [finding.type],
      created_time: finding.createdAtMs,
      modified_time: finding.updatedAtMs,
      first_seen_time: finding.firstSeenMs,
      last_seen_time: finding.lastSeenMs,
    },
    remediation: { desc: remedy },
    resources: [{ type: 'AWS::EC2::Instance', uid: finding.resource.instanceId, region: finding.region }],
    ...(remote !== undefined && { evidences: [evidenceOf(finding, remote, process)] }),
    unmapped: { regressions: finding.regressions },
  };
}

function evidenceOf({ evidence }: Finding, ip: string, process: CallerProcess | undefined): object {
  const { call, request } = evidence;
  return {
    src_endpoint: { ip },
    ...(process !== undefined && { process: processOf(process) }),
    ...(call !== undefined && {
      api: { operation: call.operation, service: { name: call.service } },
      actor: { user: { uid: call.principalId, credential_uid: call.accessKeyId } },
    }),
    ...(request !== undefined && {
      http_request: { http_method: request.method, url: { path: request.path }, user_agent: request.userAgent },
    }),
  };
}

function processOf({ pid, executable, commandLine, uid, ancestors, container }: CallerProcess): object {
  const [parent] = ancestors;
  return {
    pid,
    cmd_line: commandLine,
    ...(executable !== undefined && { file: { path: executable, name: executable.split('/').at(-1), type_id: 1 } }),
    ...(uid !== undefined && { user: { uid: String(uid) } }),
    ...(parent !== undefined && { parent_process: { pid: parent.pid, name: parent.executable } }),
    ...(container !== undefined && {
      container: {
        uid: container.id,
        name: container.name,
        runtime: container.runtime,
        image: { name: container.image },
      },
    }),
  };
}

/** OCSF's severities; GuardDuty's bands are the same but for their names. */
function severityOf(severity: number): readonly [number, string] {
  if (severity >= 9) return [5, 'Critical'];
  if (severity >= 7) return [4, 'High'];
  return severity >= 4 ? [3, 'Medium'] : [2, 'Low'];
}

function statusOf(finding: Finding): object {
  if (finding.resolvedAtMs !== undefined) return { status_id: 4, status: 'Resolved' };
  if (isArchived(finding)) return { status_id: 3, status: 'Suppressed' };
  return { status_id: 1, status: 'New' };
}
