// The way of an API call, the only one there is:
//
//   recognise → authenticate → decode by schema → validate → authorise → dry run → act → encode → record
//
// Each stage takes what the stage before it made, and nobody else can make that; a refusal at any stage goes straight to
// `encode`. What is wrong with a call is therefore told in this order, too: a caller who is not known learns nothing of
// the input, one who may not do a thing learns nothing of whether it could have been done.
import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiEvent } from '#model';
import { decodeInput, encodeError, encodeOutput, recognize } from '#protocol/aws';
import type { ApiError, ApiResponse, Envelope, RecognizedCall } from '#protocol/aws';
import { readAuthorization } from '#protocol/sigv4';
import type { Claim, SigV4Refusal } from '#protocol/sigv4';
import type { AlarmAct, Call, Observed } from './action.ts';
import { findAction } from './actions.ts';
import type { AnyAction } from './actions.ts';
import { userAgentOf } from './arrival.ts';
import type { Arrival } from './arrival.ts';
import { authenticate } from './authenticate/authenticate.ts';
import type { Authority } from './authenticate/authenticate.ts';
import type { Caller } from './authenticate/caller.ts';
import { authorizationRefusal } from './authorize/authorization-refusal.ts';
import { firstDenial } from './authorize/authorize.ts';
import { ANYTHING } from './authorize/permission.ts';
import type { Permission } from './authorize/permission.ts';
import type { PolicyShelf } from './authorize/policy-shelf.ts';
import { describeCall } from './record/describe-call.ts';
import { callRegion } from './region.ts';
import { newRequestId } from './request-id.ts';
import type { ProviderKeys } from './sts/web-identity/provider-keys.ts';

/** What calls are answered from. */
export interface AnsweringParts extends Authority {
  readonly shelf: PolicyShelf;
  readonly providerKeys: ProviderKeys;
  readonly findings: Call['findings'];
  readonly appliedRevision: () => number;
  readonly observed: Observed;
  readonly upToDate: () => Promise<void>;
  readonly alarmAct: AlarmAct;
  readonly record: (event: ApiEvent) => void;
  /** Told of what nobody expected; the client is told only that it happened. */
  readonly unexpected: (error: unknown) => void;
}

type Values = Readonly<Record<string, unknown>>;

declare const passed: unique symbol;

/** What has passed one more stage. */
type Passed<Stage, Name extends string> = Stage & { readonly [passed]: { readonly [Each in Name]: true } };

interface Arrived {
  readonly arrival: Arrival;
  readonly requestId: string;
  readonly nowMs: number;
  readonly claim: Result<Claim, SigV4Refusal>;
  readonly region: string;
}
type Recognized = Passed<Arrived & { readonly envelope: RecognizedCall; readonly action: AnyAction }, 'recognized'>;
type Authenticated = Passed<Recognized & { readonly caller: Caller; readonly call: Call }, 'authenticated'>;
type Decoded = Passed<Authenticated & { readonly input: Values }, 'decoded'>;
type Validated = Passed<Decoded, 'validated'>;
type Authorized = Passed<Validated & { readonly permissions: readonly Permission[] }, 'authorized'>;
type Wanted = Passed<Authorized, 'wanted'>;

/** How a call ended, with all that had become known of it. */
export interface Ending extends Arrived {
  readonly envelope: Envelope;
  readonly caller?: Caller;
  readonly input?: Values;
  readonly permissions?: readonly Permission[];
  readonly result: Result<Values, ApiError>;
}

/** Answers one request, whatever an action does. */
export async function answerCall(parts: AnsweringParts, arrival: Arrival): Promise<ApiResponse> {
  const arrived = arrive(parts, arrival);
  const ending = await carryOut(parts, arrived);
  const response = await encode(ending);
  recordSafely(parts, ending, response);
  return response;
}

async function carryOut(parts: AnsweringParts, arrived: Arrived): Promise<Ending> {
  const recognized = await recognise(arrived);
  if (!recognized.ok) return recognized.error;
  try {
    return await perform(parts, recognized.value);
  } catch (error) {
    parts.unexpected(error);
    return refused(recognized.value, internalError(recognized.value.envelope));
  }
}

async function perform(parts: AnsweringParts, recognized: Recognized): Promise<Ending> {
  const authenticated = identify(parts, recognized);
  if (!authenticated.ok) return authenticated.error;
  const decoded = decode(authenticated.value);
  if (!decoded.ok) return decoded.error;
  const validated = validate(decoded.value);
  if (!validated.ok) return validated.error;
  const authorized = authorise(parts, validated.value);
  if (!authorized.ok) return authorized.error;
  const wanted = dryRun(authorized.value);
  return wanted.ok ? act(wanted.value) : wanted.error;
}

type Stage<Next> = Result<Next, Ending>;

function arrive({ platform, region }: AnsweringParts, arrival: Arrival): Arrived {
  const claim = readAuthorization(arrival.request);
  return {
    arrival,
    requestId: newRequestId(platform.random),
    nowMs: platform.clock.now(),
    claim,
    region: callRegion(claim.ok ? claim.value.region : '', region),
  };
}

async function recognise(arrived: Arrived): Promise<Stage<Recognized>> {
  const { claim, arrival } = arrived;
  const recognized = recognize(arrival.request, claim.ok ? claim.value.service : undefined);
  if (!recognized.ok) {
    return err({ ...arrived, envelope: recognized.error, result: err(recognized.error.error) });
  }
  const envelope = recognized.value;
  const action = await findAction(envelope.service.name, envelope.operation.name);
  if (action === undefined) return err(refused({ ...arrived, envelope }, notOffered(envelope)));
  return ok(reached<Recognized>({ ...arrived, envelope, action }));
}

function identify(parts: AnsweringParts, recognized: Recognized): Stage<Authenticated> {
  const { envelope, arrival, claim, region, requestId, nowMs } = recognized;
  const caller = authenticate(parts, envelope, arrival.request, claim);
  if (!caller.ok) return err(refused(recognized, caller.error));
  const { inventory, platform, sessionKeys, appliedRevision, shelf, providerKeys } = parts;
  const { observed, upToDate, alarmAct, unexpected, findings } = parts;
  const { accountId } = caller.value;
  const origin = { sourceAddress: arrival.sourceAddress, userAgent: userAgentOf(arrival) };
  const asked = { caller: caller.value, accountId, region, requestId, nowMs, ...origin };
  const kept = { inventory, shelf, appliedRevision, observed, upToDate, findings };
  const call: Call = { ...asked, ...kept, platform, sessionKeys, providerKeys, alarmAct, unexpected };
  return ok(reached<Authenticated>({ ...recognized, caller: caller.value, call }));
}

function decode(authenticated: Authenticated): Stage<Decoded> {
  const input = decodeInput(authenticated.envelope);
  if (!input.ok) return err(refused(authenticated, input.error));
  return ok(reached<Decoded>({ ...authenticated, input: input.value }));
}

function validate(decoded: Decoded): Stage<Validated> {
  const error = decoded.action.validate?.(decoded.input, decoded.call);
  return error === undefined ? ok(reached<Validated>(decoded)) : err(refused(decoded, error));
}

function authorise(parts: AnsweringParts, validated: Validated): Stage<Authorized> {
  const { action, envelope, input, call } = validated;
  const permissions = action.permissions?.(input, call) ?? ANYTHING;
  const denial = firstDenial(call, `${envelope.service.name}:${envelope.operation.name}`, permissions);
  if (denial === undefined) return ok(reached<Authorized>({ ...validated, permissions }));
  const sealing = { sessionKeys: parts.sessionKeys, random: parts.platform.random };
  const error = authorizationRefusal(denial.decision, denial.request, envelope.protocol, sealing);
  return err({ ...refused(validated, error), permissions });
}

/** EC2 API Reference, "Common query parameters": `DryRun`. */
function dryRun(authorized: Authorized): Stage<Wanted> {
  if (authorized.envelope.protocol !== 'ec2Query' || authorized.input['DryRun'] !== true) {
    return ok(reached<Wanted>(authorized));
  }
  const message = 'Request would have succeeded, but DryRun flag is set.';
  return err(refused(authorized, { code: 'DryRunOperation', message, status: 412 }));
}

async function act(wanted: Wanted): Promise<Ending> {
  return { ...wanted, result: await wanted.action.act(wanted.input, wanted.call) };
}

async function encode({ envelope, result, requestId }: Ending): Promise<ApiResponse> {
  if (!result.ok) return encodeError(envelope, result.error, requestId);
  // Only `act` ends a call well, and it takes nothing but a recognised one.
  const parts = encodeOutput(envelope as RecognizedCall, result.value, requestId);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
    await new Promise(setImmediate);
  }
}

/** Whoever listens must not change what the client is told. */
function recordSafely(parts: AnsweringParts, ending: Ending, response: ApiResponse): void {
  try {
    parts.record(describeCall(ending, response, parts.platform.clock.now()));
  } catch (error) {
    parts.unexpected(error);
  }
}

/** Says that a stage was passed; each is said by the function of that stage alone. */
function reached<Next extends Arrived>(stage: Omit<Next, typeof passed>): Next {
  return stage as Next;
}

function refused(stage: Arrived & { readonly envelope: Envelope }, error: ApiError): Ending {
  return { ...stage, result: err(error) };
}

function notOffered({ protocol, operation }: RecognizedCall): ApiError {
  if (protocol === 'ec2Query' || protocol === 'awsQuery') {
    return { code: 'InvalidAction', message: `The action ${operation.name} is not valid for this web service.` };
  }
  return { code: 'UnknownOperationException', message: `The operation ${operation.name} is not offered.` };
}

function internalError({ protocol }: Envelope): ApiError {
  const code = protocol === 'ec2Query' ? 'InternalError' : 'InternalFailure';
  return { code, message: 'An internal error has occurred', status: 500 };
}
