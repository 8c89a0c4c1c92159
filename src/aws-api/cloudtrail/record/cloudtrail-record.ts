import type { RecordedCall } from '#telemetry';
import { requestParameters, responseElements } from './elements.ts';
import { hasResponse, isReadOnly } from './read-only.ts';
import { resourcesOf } from './resources.ts';
import { instant, userIdentity } from './user-identity.ts';

/** Services that CloudTrail knows by another name than policies do. */
const SOURCES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring.amazonaws.com', openimds: 'openimds' };

/** Where a call went, as CloudTrail names it. */
export function eventSource(service: string): string {
  return SOURCES[service] ?? `${service}.amazonaws.com`;
}

/** A call as CloudTrail records it (CloudTrail User Guide, "CloudTrail record contents"), or `undefined` for a call of nobody's. */
export function cloudTrailRecord(call: RecordedCall): object | undefined {
  const { identity, service, operation } = call;
  if (identity === undefined || service === undefined || operation === undefined) return undefined;
  const told = call.error === undefined && hasResponse(operation);
  const resources = resourcesOf(call).flatMap(({ type, arn }) =>
    arn === undefined ? [] : [{ accountId: arn.split(':')[4], type, ARN: arn }],
  );
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(identity),
    eventTime: instant(call.timeMs),
    eventSource: eventSource(service),
    eventName: operation,
    awsRegion: call.region,
    sourceIPAddress: call.sourceAddress,
    userAgent: call.userAgent,
    ...(call.error === undefined ? {} : errorElements(service, call.status, call.error)),
    requestParameters: requestParameters(service, operation, call.input),
    responseElements: told ? responseElements(service, operation, call.output, call.requestId) : null,
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly: isReadOnly(operation),
    ...(service === 'sts' && resources.length > 0 ? { resources } : {}),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: identity.accountId,
    eventCategory: 'Management',
  };
}

/** EC2 says whose fault an error was. */
function errorElements(service: string, status: number, { code, message }: NonNullable<RecordedCall['error']>): object {
  const side = status >= 500 ? 'Server' : 'Client';
  return { errorCode: service === 'ec2' ? `${side}.${code}` : code, errorMessage: message };
}
