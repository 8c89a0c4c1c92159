// A client for what the real ones do not show: every status, over connections of its choice.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { Agent } from 'node:http';

/** An answer, whatever its status. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** What to send. */
export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without one, every request has a connection of its own. */
  readonly agent?: Agent;
  readonly localAddress?: string;
}

/** Sends one request and rejects only where no answer comes. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, agent, localAddress }: Request = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        headers,
        agent: agent ?? false,
        timeout: 5000,
        ...(localAddress === undefined ? {} : { localAddress }),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`no answer from ${url} within 5 s`)));
    sent.on('error', reject);
    sent.end();
  });
}

/** A session token of whoever answers at `url`. */
export async function tokenAt(url: string, from: Pick<Request, 'localAddress'> = {}): Promise<string> {
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' };
  const { status, body } = await ask(`${url}/latest/api/token`, { method: 'PUT', headers, ...from });
  assert.equal(status, 200);
  return body;
}

/** Reads an item with a token. */
export function read(
  url: string,
  path: string,
  token: string,
  options: Omit<Request, 'headers'> = {},
): Promise<Answered> {
  return ask(`${url}${path}`, { ...options, headers: { 'X-aws-ec2-metadata-token': token } });
}
