import { err, ok } from '#base';
import type { Clock } from '#base';
import type { CredentialIssuer, IssueFailure, IssueResult, SessionRequest } from './credentials.ts';
import { refreshAhead } from './refresh-window.ts';
import { runCommand } from './run-command.ts';
import type { Command } from './run-command.ts';

const TIMEOUT_MS = 30_000;
const OUTPUT_BYTES_MAX = 65_536;
/** Credentials without an expiry get one, because metadata must show some; they are asked for again long before. */
const UNLIMITED_LIFETIME_MS = 6 * 3_600_000;

/** A program that gives credentials. */
export interface ProcessIssuerOptions {
  readonly clock: Clock;
  /** Program and arguments, or one line for the shell, as `credential_process` in an AWS configuration file. */
  readonly command: Command;
  /** The environment of the program, to which `OPENIMDS_INSTANCE_ID`, `_ROLE_NAME`, `_ROLE_ARN` and `_ROLE_DELIVERY` are added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** 30,000 unless told. */
  readonly timeoutMs?: number;
}

/** Issues what a program prints: the `credential_process` contract, version 1 (AWS SDKs and Tools Reference Guide). */
export function processIssuer(options: ProcessIssuerOptions): CredentialIssuer {
  return { kind: 'remote', issue: (request) => askProcess(options, request) };
}

async function askProcess(options: ProcessIssuerOptions, request: SessionRequest): Promise<IssueResult> {
  const { command, clock, timeoutMs = TIMEOUT_MS } = options;
  const environment = { ...options.environment, ...variablesOf(request) };
  const output = await runCommand(command, environment, { timeoutMs, outputBytesMax: OUTPUT_BYTES_MAX });
  if (!output.ok) return err(failure(output.error));
  return parseProcessOutput(output.value, `${request.instance.id} ${request.delivery}`, clock.now());
}

function variablesOf({ instance, role, delivery }: SessionRequest): Readonly<Record<string, string>> {
  return {
    OPENIMDS_INSTANCE_ID: instance.id,
    OPENIMDS_ROLE_NAME: role.name,
    OPENIMDS_ROLE_ARN: role.arn,
    OPENIMDS_ROLE_DELIVERY: delivery,
  };
}

/** Reads what the program printed at `nowMs`. `seed` spreads the refresh. */
export function parseProcessOutput(output: string, seed: string, nowMs: number): IssueResult {
  const json = parseObject(output);
  if (json === undefined) return err(failure('printed something else than a JSON object'));
  if (json['Version'] !== 1) return err(failure('printed another "Version" than 1'));
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken = '' } = json;
  if (!isText(accessKeyId) || !isText(secretAccessKey) || typeof sessionToken !== 'string') {
    return err(failure('printed no "AccessKeyId" and "SecretAccessKey", or a "SessionToken" that is no text'));
  }
  const expiresAtMs = expiryOf(json['Expiration'], nowMs);
  if (Number.isNaN(expiresAtMs)) return err(failure('printed an "Expiration" that is not an ISO 8601 time'));
  if (expiresAtMs <= nowMs) return err(failure('printed credentials that have expired'));
  const accountId = isText(json['AccountId']) ? json['AccountId'] : undefined;
  const refreshAtMs = refreshAhead(seed, nowMs, expiresAtMs);
  return ok({ accessKeyId, secretAccessKey, sessionToken, issuedAtMs: nowMs, refreshAtMs, expiresAtMs, accountId });
}

function expiryOf(expiration: unknown, nowMs: number): number {
  if (expiration === undefined || expiration === null) return nowMs + UNLIMITED_LIFETIME_MS;
  return typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    // An object of JSON has string keys; each value is checked where it is used.
    return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function failure(what: string): IssueFailure {
  return { code: 'CredentialProcessFailed', message: `the credential process ${what}` };
}
