import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import { partitionOf } from '#model';
import { parseAssumeRoleError, parseAssumeRoleResponse } from './assume-role-response.ts';
import type { CredentialIssuer, IssueFailure, IssueResult, SessionRequest } from './credentials.ts';
import { limitedText } from './limited-text.ts';
import { refreshAhead } from './refresh-window.ts';
import { signedPostHeaders } from './signed-post.ts';
import type { SourceCredentials } from './signed-post.ts';

const TIMEOUT_MS = 5000;
const RESPONSE_BYTES_MAX = 65_536;
const DURATION_SECONDS = 3600;

/** How to assume roles at AWS STS, or at anything that speaks its AssumeRole (MinIO, Ceph, …). */
export interface AwsIssuerOptions {
  readonly clock: Clock;
  readonly region: string;
  /** `https://sts.<region>.<domain of the partition>` unless told. */
  readonly endpoint?: URL;
  /** The role to assume; the instance profile's own unless told. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** 900 to 43,200 where STS allows it; 3600, which every role allows, unless told. */
  readonly durationSeconds?: number;
  /** How long to wait for an answer, in milliseconds; 5000 unless told. */
  readonly timeoutMs?: number;
  /** Who asks. Called for each request, so that it may change. */
  readonly source: () => Result<SourceCredentials, IssueFailure>;
}

/** Issues by `sts:AssumeRole`. The session is named as EC2 names it: by the instance's id. */
export function awsIssuer(options: AwsIssuerOptions): CredentialIssuer {
  return { kind: 'remote', issue: (request) => assumeRole(options, request) };
}

async function assumeRole(options: AwsIssuerOptions, request: SessionRequest): Promise<IssueResult> {
  const source = options.source();
  if (!source.ok) return source;
  const response = await post(options, source.value, form(options, request));
  if (!response.ok) return response;
  const { status, text } = response.value;
  const nowMs = options.clock.now();
  if (status !== 200) return err(parseAssumeRoleError(status, text));
  const assumed = parseAssumeRoleResponse(text, nowMs);
  if (!assumed.ok) return assumed;
  const seed = `${request.instance.id} ${request.delivery}`;
  const refreshAtMs = refreshAhead(seed, nowMs, assumed.value.expiresAtMs);
  return ok({ ...assumed.value, issuedAtMs: nowMs, refreshAtMs });
}

function form({ roleArn, externalId, durationSeconds }: AwsIssuerOptions, { instance, role }: SessionRequest): string {
  return new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: roleArn ?? role.arn,
    RoleSessionName: instance.id,
    DurationSeconds: String(durationSeconds ?? DURATION_SECONDS),
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  }).toString();
}

/** Where AWS's own STS of a region is. */
export function stsEndpoint(region: string): URL {
  return new URL(`https://sts.${region}.${partitionOf(region).domain}/`);
}

interface Response {
  readonly status: number;
  readonly text: string;
}

async function post(
  options: AwsIssuerOptions,
  source: SourceCredentials,
  body: string,
): Promise<Result<Response, IssueFailure>> {
  const { region, clock, timeoutMs = TIMEOUT_MS } = options;
  const url = options.endpoint ?? stsEndpoint(region);
  const headers = signedPostHeaders(url, body, { region, service: 'sts' }, source, clock.now());
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    const text = await limitedText(response, RESPONSE_BYTES_MAX);
    return text === undefined ? err(tooLong(url)) : ok({ status: response.status, text });
  } catch (cause) {
    return err(unreachable(url, cause, timeoutMs));
  }
}

function tooLong({ origin }: URL): IssueFailure {
  return { code: 'MalformedResponse', message: `the STS at ${origin} answered more than ${RESPONSE_BYTES_MAX} bytes` };
}

/** Of the cause only the system's code is told: the rest could quote what was sent. */
function unreachable({ origin }: URL, cause: unknown, timeoutMs: number): IssueFailure {
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return { code: 'RequestTimeout', message: `the STS at ${origin} did not answer within ${timeoutMs} ms` };
  }
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? ` (${String(inner.code)})` : '';
  return { code: 'ConnectionError', message: `the STS at ${origin} could not be reached${code}` };
}
