import type { ApiError, guardduty } from '#protocol/aws';
import { badRequest } from '../errors.ts';

/** Asking for a protection plan that is not there would give a false sense of being protected. */
export function unofferedPlan({
  Features = [],
  DataSources,
}: Pick<guardduty.CreateDetectorRequest, 'Features' | 'DataSources'>): ApiError | undefined {
  const wanted = Features.find(({ Status }) => Status === 'ENABLED')?.Name ?? wantedSource(DataSources);
  if (wanted === undefined) return undefined;
  return badRequest(
    `the protection plan ${wanted} is not offered here: findings come from metadata requests and API calls`,
  );
}

function wantedSource(sources: guardduty.DataSourceConfigurations | undefined): string | undefined {
  if (sources?.S3Logs?.Enable === true) return 'S3_DATA_EVENTS';
  if (sources?.Kubernetes?.AuditLogs.Enable === true) return 'EKS_AUDIT_LOGS';
  return sources?.MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes === true
    ? 'EBS_MALWARE_PROTECTION'
    : undefined;
}

/** What findings are made of: API calls, as in CloudTrail, and metadata requests, for which GuardDuty has no name. */
export const FEATURES: readonly guardduty.DetectorFeatureConfigurationResult[] = [
  { Name: 'CLOUD_TRAIL', Status: 'ENABLED' },
  { Name: 'DNS_LOGS', Status: 'DISABLED' },
  { Name: 'FLOW_LOGS', Status: 'DISABLED' },
  { Name: 'S3_DATA_EVENTS', Status: 'DISABLED' },
  { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' },
  { Name: 'EBS_MALWARE_PROTECTION', Status: 'DISABLED' },
];

/** The same as clients of before 2023 want to be told. */
export const DATA_SOURCES: guardduty.DataSourceConfigurationsResult = {
  CloudTrail: { Status: 'ENABLED' },
  DNSLogs: { Status: 'DISABLED' },
  FlowLogs: { Status: 'DISABLED' },
  S3Logs: { Status: 'DISABLED' },
  Kubernetes: { AuditLogs: { Status: 'DISABLED' } },
  MalwareProtection: { ScanEc2InstanceWithFindings: { EbsVolumes: { Status: 'DISABLED' } } },
};
