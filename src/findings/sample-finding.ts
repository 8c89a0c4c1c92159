import type { Finding, FindingType } from '#model';
import { FINDING_KINDS } from './finding-types.ts';
import type { FindingPlace } from './fold-sighting.ts';

/** A finding that shows what one of its type looks like, about an instance that is none (RFC 5737 and EC2's example ids). */
export function sampleFinding(type: FindingType, place: Omit<FindingPlace, 'resource'>, nowMs: number): Finding {
  return {
    ...place,
    type,
    severity: FINDING_KINDS[type].severity,
    about: 'sample',
    resource: { instanceId: 'i-99999999', instance: undefined },
    evidence: evidenceOf(type, nowMs),
    count: 1,
    firstSeenMs: nowMs,
    lastSeenMs: nowMs,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    publishedAtMs: nowMs,
    archived: undefined,
    resolvedAtMs: undefined,
    regressions: 0,
    feedback: undefined,
    sample: true,
  };
}

const REQUEST = {
  method: 'GET',
  path: '/latest/meta-data/iam/security-credentials/GeneratedFindingRole',
  status: 200,
  userAgent: 'GeneratedFindingUserAgent',
  peerAddress: '198.51.100.1',
  traits: { forwarded: true, foreignHost: false, browser: false },
};

function evidenceOf(type: FindingType, nowMs: number): Finding['evidence'] {
  switch (type) {
    case 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS':
      return { call: sampleCall(undefined), remoteAddresses: ['198.51.100.0'] };
    case 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS':
      return {
        call: sampleCall({ instanceId: 'i-88888888', accountId: '111122223333', affiliated: false }),
        remoteAddresses: ['198.51.100.0'],
      };
    case 'CredentialAccess:EC2/AnomalousCredentialReads':
      return { burst: { minuteMs: nowMs - (nowMs % 60_000), reads: 250, threshold: 50, usual: 10 } };
    default:
      return { request: REQUEST };
  }
}

function sampleCall(holder: NonNullable<Finding['evidence']['call']>['holder']): Finding['evidence']['call'] {
  return {
    service: 'iam',
    operation: 'GeneratedFindingAPIName',
    sourceAddress: '198.51.100.0',
    userAgent: 'GeneratedFindingUserAgent',
    errorCode: undefined,
    accessKeyId: 'GeneratedFindingAccessKeyId',
    principalId: 'GeneratedFindingPrincipalId',
    roleArn: 'arn:aws:iam::123456789012:role/GeneratedFindingRole',
    delivery: '1.0',
    holder,
  };
}
