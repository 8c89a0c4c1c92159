import { describeDecision } from '#policy';
import type { ApiEvent } from '#model';
import { answerRefusal, readAuthorization } from '#protocol/sigv4';
import type { AnsweringParts } from '../answer-call.ts';
import { userAgentOf } from '../arrival.ts';
import type { Arrival } from '../arrival.ts';
import { verifyCaller } from '../authenticate/authenticate.ts';
import type { Caller } from '../authenticate/caller.ts';
import { firstDenial } from '../authorize/authorize.ts';
import { ANYTHING } from '../authorize/permission.ts';
import { apiIdentity } from '../record/api-identity.ts';
import { callRegion } from '../region.ts';
import { newRequestId } from '../request-id.ts';
import type { Extension, ExtensionCall, StreamedResponse } from './extension.ts';

interface Asked {
  readonly extension: Extension;
  readonly arrival: Arrival;
  readonly call: ExtensionCall;
  readonly region: string;
  readonly nowMs: number;
}

interface Outcome {
  readonly caller?: Caller;
  readonly error?: ApiEvent['error'];
  readonly response: StreamedResponse;
}

/** Answers one request to an extension: signature, permission, act, record, in this order. */
export async function answerExtension(
  parts: AnsweringParts,
  extension: Extension,
  arrival: Arrival,
): Promise<StreamedResponse> {
  const claim = readAuthorization(arrival.request);
  const region = callRegion(claim.ok ? claim.value.region : '', parts.region);
  const call = extension.route(arrival.request);
  const asked: Asked = { extension, arrival, call, region, nowMs: parts.platform.clock.now() };
  const caller = claim.ok ? verifyCaller(parts, arrival.request, claim.value, extension.service) : claim;
  const outcome = caller.ok
    ? await perform(parts, asked, caller.value)
    : refuse(asked, answerRefusal(caller.error, 'rest'));
  record(parts, asked, outcome);
  return outcome.response;
}

async function perform(parts: AnsweringParts, asked: Asked, caller: Caller): Promise<Outcome> {
  const { extension, arrival, call, region, nowMs } = asked;
  const { sourceAddress } = arrival;
  const circumstances = { ...parts, caller, nowMs, region, sourceAddress, userAgent: userAgentOf(arrival) };
  const denial = firstDenial(circumstances, `${extension.service}:${call.action}`, ANYTHING);
  if (denial !== undefined) {
    const message = describeDecision(denial.decision, denial.request);
    return { ...refuse(asked, { status: 403, code: 'AccessDeniedException', message }), caller };
  }
  return { caller, response: await call.act({ accountId: caller.accountId, region, sourceAddress, nowMs }) };
}

function refuse(
  { extension }: Asked,
  { status, code, message }: { status: number; code: string; message: string },
): Outcome {
  return { error: { code, message }, response: extension.refuse(status, code, message) };
}

/** Whoever listens must not change what the client is told. */
function record(parts: AnsweringParts, asked: Asked, outcome: Outcome): void {
  try {
    parts.record(describe(parts, asked, outcome));
  } catch (error) {
    parts.unexpected(error);
  }
}

function describe(parts: AnsweringParts, asked: Asked, { caller, error, response }: Outcome): ApiEvent {
  const { extension, arrival, call, region, nowMs } = asked;
  return {
    timeMs: nowMs,
    durationMs: parts.platform.clock.now() - nowMs,
    requestId: newRequestId(parts.platform.random),
    service: extension.service,
    operation: call.action,
    region,
    identity: caller && apiIdentity(caller),
    sourceAddress: arrival.sourceAddress,
    userAgent: userAgentOf(arrival),
    resources: [],
    input: caller && call.input,
    output: undefined,
    error,
    status: response.status,
  };
}
