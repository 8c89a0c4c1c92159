import { decodeUtf8, err, ok } from '#base';
import type { Result } from '#base';
import type { Endpoint, Exchange } from './endpoint.ts';

/** By which of the two protocols a service is read. */
export type Protocol = 'v1' | 'v2';

const TOKEN = { method: 'PUT', target: '/latest/api/token' } as const;
const TTL_SECONDS = '21600';
const TOKEN_HEADER = 'X-aws-ec2-metadata-token';

/** Reads a metadata service, with a session token where it gives one. */
export class Session {
  readonly protocol: Protocol;
  /** Why it is IMDSv1, where that was not asked for. */
  readonly notice: string | undefined;
  readonly #endpoint: Endpoint;
  #token: string | undefined;

  private constructor(endpoint: Endpoint, token: string | undefined, notice: string | undefined) {
    this.#endpoint = endpoint;
    this.#token = token;
    this.protocol = token === undefined ? 'v1' : 'v2';
    this.notice = notice;
  }

  /** Asks for a token, and goes without one where none is given, as SDKs do. The error: nobody answers at all. */
  static async open(endpoint: Endpoint, protocol: Protocol = 'v2'): Promise<Result<Session, string>> {
    const asked = protocol === 'v1' ? undefined : await askForToken(endpoint);
    if (asked?.ok === true) return ok(new Session(endpoint, asked.value, undefined));
    const answer = await endpoint.ask({ method: 'GET', target: '/' });
    if (!answer.ok) return err(`${endpoint.name} does not answer: ${answer.error}`);
    if (answer.value.status === 401)
      return err(`${endpoint.name} wants a session token${asked ? ` but ${asked.error}` : ''}`);
    if (answer.value.status === 403) return err(`${endpoint.name} answers 403: its metadata endpoint is disabled`);
    return ok(new Session(endpoint, undefined, asked && `falling back to IMDSv1: ${asked.error}`));
  }

  /** What the headers of a request must be for the session to count. */
  get headers(): Readonly<Record<string, string>> {
    return this.#token === undefined ? {} : { [TOKEN_HEADER]: this.#token };
  }

  /** Reads a target; a token that has come to its end is replaced, once. */
  async get(target: string): Promise<Result<Exchange, string>> {
    const answer = await this.#endpoint.ask({ method: 'GET', target, headers: this.headers });
    if (this.#token === undefined || !answer.ok || answer.value.status !== 401) return answer;
    const asked = await askForToken(this.#endpoint);
    if (!asked.ok) return answer;
    this.#token = asked.value;
    return this.#endpoint.ask({ method: 'GET', target, headers: this.headers });
  }
}

async function askForToken(endpoint: Endpoint): Promise<Result<string, string>> {
  const answer = await endpoint.ask({ ...TOKEN, headers: { 'X-aws-ec2-metadata-token-ttl-seconds': TTL_SECONDS } });
  if (!answer.ok) return err(`the request for a session token failed: ${answer.error}`);
  const { status, body } = answer.value;
  if (status !== 200) return err(`the request for a session token was answered ${status}`);
  const token = decodeUtf8(body);
  return token !== undefined && /^[!-~]{1,4096}$/.test(token)
    ? ok(token)
    : err('what came for a session token is none');
}
