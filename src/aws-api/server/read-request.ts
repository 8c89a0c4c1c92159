import type { IncomingMessage } from 'node:http';
import { MAXIMUM_BODY_BYTES } from '#protocol/aws';
import type { ApiRequest } from '#protocol/aws';

/** Reads a request to its end, unless its body is larger than any honest one. Rejects if the client goes away. */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest | 'too-large'> {
  const body = await readBody(message);
  if (body === undefined) return 'too-large';
  const target = message.url ?? '/';
  const at = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: at === -1 ? target : target.slice(0, at),
    query: at === -1 ? '' : target.slice(at + 1),
    headers: headersOf(message),
    body,
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(message.headers['content-length'] ?? 0) > MAXIMUM_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    // Without an encoding set, a message gives buffers.
    const octets = chunk as Buffer;
    length += octets.length;
    if (length > MAXIMUM_BODY_BYTES) return undefined;
    chunks.push(octets);
  }
  return Buffer.concat(chunks, length);
}

function headersOf({ rawHeaders }: IncomingMessage): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return headers;
}
