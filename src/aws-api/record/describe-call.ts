import type { ApiEvent } from '#model';
import type { ApiResponse, Envelope, Operation, RecognizedCall } from '#protocol/aws';
import type { Ending } from '../answer-call.ts';
import { userAgentOf } from '../arrival.ts';
import { apiIdentity } from './api-identity.ts';
import { masked } from './mask.ts';

/** The event of a call that has ended. */
export function describeCall(ending: Ending, { status }: ApiResponse, nowMs: number): ApiEvent {
  const { envelope, arrival, caller, input, permissions = [], result } = ending;
  const operation = isRecognized(envelope) ? envelope.operation : undefined;
  return {
    timeMs: ending.nowMs,
    durationMs: nowMs - ending.nowMs,
    requestId: ending.requestId,
    service: envelope.service?.name,
    operation: operation?.name,
    region: ending.region,
    identity: caller && apiIdentity(caller),
    sourceAddress: arrival.sourceAddress,
    userAgent: userAgentOf(arrival),
    resources: [...new Set(permissions.map(({ resource }) => resource))],
    input: operation && input && masked(operation.input, input),
    output: result.ok ? maskedOutput(operation, result.value) : undefined,
    error: result.ok ? undefined : { code: result.error.code, message: result.error.message },
    status,
  };
}

/** What a call that lists has given may be very much, and changes nothing (CloudTrail User Guide, "responseElements"). */
const LISTS = /^(?:Describe|List)/;

function maskedOutput(operation: Operation | undefined, output: Ending['input']): ApiEvent['output'] {
  if (operation?.output === undefined || output === undefined || LISTS.test(operation.name)) return undefined;
  return masked(operation.output, output);
}

function isRecognized(envelope: Envelope): envelope is RecognizedCall {
  return 'operation' in envelope;
}
