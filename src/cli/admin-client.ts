import { isIP } from 'node:net';
import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import { readAccess } from '#daemon';
import type { Access } from '#daemon';
import { realPlatform } from '#host';
import { signRequest } from '#protocol/sigv4';
import type { AdminTarget } from './admin-target.ts';
import { defaultStateDirectory } from './directories.ts';
import { inFlags } from './flag-words.ts';
import type { FlagWords } from './flag-words.ts';
import type { Environment } from './variables.ts';

/** One request to the admin API. */
export interface AdminRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/_openimds/v1`, with its segments percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Speaks to the admin API of one running openimds. Failures are sentences that say what to do. */
export class AdminClient {
  readonly access: Access;
  readonly #clock: Clock;
  readonly #words: FlagWords | undefined;

  /** Signs by `clock`, which must be about that of the service. With `words`, refusals speak of flags. */
  constructor(access: Access, clock: Clock = realPlatform().clock, words?: FlagWords) {
    this.access = access;
    this.#clock = clock;
    this.#words = words;
  }

  /** Finds out where to ask and what to sign with; asks nothing yet. */
  static async find(target: AdminTarget, environment: Environment): Promise<Result<AdminClient, string>> {
    const access = target.apiUrl === undefined ? await kept(target, environment) : given(target.apiUrl, environment);
    return access.ok ? ok(new AdminClient(access.value, realPlatform().clock, target.words)) : access;
  }

  /** The JSON that answers a request. */
  async call(request: AdminRequest): Promise<Result<unknown, string>> {
    const response = await this.#send(request);
    if (!response.ok) return response;
    return ok(await response.value.json());
  }

  /** The lines of JSON that answer a request, one by one, until the service or `signal` ends them. */
  async stream(request: AdminRequest): Promise<Result<AsyncGenerator, string>> {
    const response = await this.#send(request);
    if (!response.ok) return response;
    return ok(linesOf(response.value));
  }

  async #send({ method, path, query = {}, body, signal }: AdminRequest): Promise<Result<Response, string>> {
    const { api, credentials, region } = this.access;
    const url = new URL(`/_openimds/v1${path}`, api.url);
    const { crypto } = realPlatform();
    const text = body === undefined ? '' : JSON.stringify(body);
    const signed = signRequest(
      {
        method,
        path: url.pathname,
        query: new URLSearchParams(query).toString().replaceAll('+', '%20'),
        headers: [['host', url.host], ...(text === '' ? [] : [['content-type', 'application/json'] as const])],
        body: Buffer.from(text),
      },
      { accessKeyId: credentials.accessKeyId, credentials, region, service: 'openimds', clock: this.#clock, crypto },
    );
    url.search = signed.query;
    const headers = signed.headers
      .filter(([name]) => name !== 'host')
      .map(([name, value]): [string, string] => [name, value]);
    try {
      const response = await fetch(url, { method, headers, body: text === '' ? null : text, signal: signal ?? null });
      return response.ok ? ok(response) : err(await refusalOf(response, this.#words));
    } catch {
      return err(`nothing answers at ${api.url}. Is "openimds up" running, and with this --state?`);
    }
  }
}

async function kept({ state }: AdminTarget, environment: Environment): Promise<Result<Access, string>> {
  return readAccess(state ?? defaultStateDirectory(environment));
}

function given(apiUrl: string, environment: Environment): Result<Access, string> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    return err('--api-url needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: "openimds up --json" prints them');
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const url = isIP(apiUrl) === 4 ? `http://${apiUrl}` : isIP(apiUrl) === 6 ? `http://[${apiUrl}]` : apiUrl;
  if (!isHttpUrl(url)) return err('what --api-url gives is no http:// URL, such as http://127.0.0.1:1339');
  return ok({ api: { url }, credentials, region });
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

async function refusalOf(response: Response, words: FlagWords | undefined): Promise<string> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return `${words === undefined ? error.message : inFlags(error.message, words)} (${error.code})`;
  } catch {
    return `the API answered ${response.status}: ${text.trim().slice(0, 200)}`;
  }
}

async function* linesOf({ body }: Response): AsyncGenerator {
  if (body === null) return;
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}
