import { isIPv6 } from 'node:net';
import type { EvidentCall, FindingEvidence } from '#model';
import type { guardduty } from '#protocol/aws';

/** What was done, where GuardDuty has a word for it: it has one for API calls, and none for metadata requests. */
export function actionView({ call }: FindingEvidence): guardduty.Action | undefined {
  return call && { ActionType: 'AWS_API_CALL', AwsApiCallAction: apiCallView(call) };
}

function apiCallView({
  service,
  operation,
  sourceAddress,
  userAgent,
  errorCode,
  holder,
}: EvidentCall): guardduty.AwsApiCallAction {
  return {
    Api: operation,
    ServiceName: `${service}.amazonaws.com`,
    CallerType: 'Remote IP',
    UserAgent: userAgent,
    ErrorCode: errorCode,
    RemoteIpDetails: isIPv6(sourceAddress) ? { IpAddressV6: sourceAddress } : { IpAddressV4: sourceAddress },
    RemoteAccountDetails: holder && { AccountId: holder.accountId, Affiliated: holder.affiliated },
  };
}
