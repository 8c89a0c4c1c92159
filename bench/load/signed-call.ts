import { Agent, request as httpRequest } from 'node:http';

import { realPlatform } from '#host';
import { signRequest } from '#protocol/sigv4';
import type { SignableRequest } from '#protocol/sigv4';

/** A call of an API that speaks the query protocol. */
export interface ApiCall {
  readonly service: 'ec2' | 'sts';
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where an API is, and whom its caller claims to be. */
export interface ApiEndpoint {
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An answer of an API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  /** From before the request was written until the last byte was there. */
  readonly ms: number;
}

const VERSIONS = { ec2: '2016-11-15', sts: '2011-06-15' } satisfies Record<ApiCall['service'], string>;
const REGION = 'us-east-1';
const { clock, crypto } = realPlatform();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The call as a whole request to be written to a connection; good for five minutes. `turn` makes it another one. */
export function requestText(call: ApiCall, endpoint: ApiEndpoint, turn: number): string {
  const { headers, body } = signed(call, endpoint, turn);
  const fields = [...headers, ['connection', 'keep-alive'], ['content-length', String(body.length)]];
  return ['POST / HTTP/1.1', ...fields.map((field) => field.join(': ')), '', Buffer.from(body).toString('latin1')].join(
    '\r\n',
  );
}

/** Makes the call, and reads its answer as text. */
export async function callApi(call: ApiCall, endpoint: ApiEndpoint): Promise<ApiAnswer> {
  const { headers, body } = signed(call, endpoint, 0);
  const options = {
    host: '127.0.0.1',
    port: endpoint.port,
    method: 'POST',
    headers: Object.fromEntries(headers),
    agent,
  };
  const beganAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const ms = performance.now() - beganAtMs;
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), ms });
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** The instances an answer speaks of, each once. */
export function instanceIdsIn(body: string): readonly string[] {
  return [...new Set([...body.matchAll(/<instanceId>(i-[0-9a-f]+)</g)].map(([, id = '']) => id))];
}

function signed({ service, action, parameters }: ApiCall, endpoint: ApiEndpoint, turn: number): SignableRequest {
  const { port, accessKeyId, secretAccessKey } = endpoint;
  const form = new URLSearchParams({ Action: action, Version: VERSIONS[service], ...parameters });
  const headers = [
    ['host', `127.0.0.1:${port}`],
    ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ['amz-sdk-invocation-id', `00000000-0000-4000-8000-${turn.toString(16).padStart(12, '0')}`],
  ] as const;
  const request = { method: 'POST', path: '/', query: '', headers, body: Buffer.from(form.toString()) };
  return signRequest(request, {
    accessKeyId,
    credentials: { secretAccessKey },
    region: REGION,
    service,
    clock,
    crypto,
  });
}
