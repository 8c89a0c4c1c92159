import { describeFinding, isArchived } from '#findings';
import { partitionOf } from '#model';
import type { Finding } from '#model';
import type { guardduty } from '#protocol/aws';
import { detectorArn } from '../detectors/detectors.ts';
import { actionView } from './action-view.ts';
import { accessKeyView, instanceView } from './resource-view.ts';
import { containerView, processView } from './process-view.ts';

/** A finding as GuardDuty shows it. */
export function findingView(finding: Finding): guardduty.Finding {
  const { title, description } = describeFinding(finding);
  const { accountId, region, id, detectorId, severity, type } = finding;
  return {
    SchemaVersion: '2.0',
    AccountId: accountId,
    Region: region,
    Partition: partitionOf(region).name,
    Id: id,
    Arn: `${detectorArn(finding, detectorId)}/finding/${id}`,
    Type: type,
    Severity: severity,
    Title: title,
    Description: description,
    CreatedAt: timeText(finding.createdAtMs),
    UpdatedAt: timeText(finding.updatedAtMs),
    Resource: resourceView(finding),
    Service: serviceView(finding),
  };
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function resourceView({ evidence, resource }: Finding): guardduty.Resource {
  const { call, process } = evidence;
  return {
    ResourceType: call === undefined ? 'Instance' : 'AccessKey',
    AccessKeyDetails: call && accessKeyView(call),
    InstanceDetails: instanceView(resource),
    ContainerDetails: process?.container && containerView(process.container),
  };
}

function serviceView(finding: Finding): guardduty.Service {
  const { process } = finding.evidence;
  return {
    ServiceName: 'guardduty',
    DetectorId: finding.detectorId,
    ResourceRole: 'TARGET',
    Action: actionView(finding.evidence),
    Archived: isArchived(finding),
    Count: finding.count,
    EventFirstSeen: timeText(finding.firstSeenMs),
    EventLastSeen: timeText(finding.lastSeenMs),
    UserFeedback: finding.feedback,
    RuntimeDetails: process && { Process: processView(process) },
    AdditionalInfo: { Type: 'default', Value: JSON.stringify(additionalInfo(finding)) },
  };
}

/** What GuardDuty has no member for. */
function additionalInfo(finding: Finding): object {
  const { request, burst, remoteAddresses, call, process } = finding.evidence;
  return {
    status: finding.resolvedAtMs === undefined ? 'open' : 'resolved',
    ...(finding.resolvedAtMs !== undefined && { resolvedAt: timeText(finding.resolvedAtMs) }),
    regressions: finding.regressions,
    remediation: describeFinding(finding).remedy,
    ...(finding.sample && { sample: true }),
    ...(request && { request }),
    ...(process && { commandLine: process.commandLine, systemdUnit: process.systemdUnit }),
    ...(call && { roleArn: call.roleArn, ec2RoleDelivery: call.delivery }),
    ...(remoteAddresses && { remoteAddresses }),
    ...(burst && { burst: { ...burst, minuteMs: undefined, minute: timeText(burst.minuteMs) } }),
  };
}
