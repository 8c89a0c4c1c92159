import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Arrival } from '../arrival.ts';
import type { StreamedResponse } from '../extension/extension.ts';
import { isForeignOrigin, isOwnHost } from './host-check.ts';
import type { HostCheck } from './host-check.ts';
import { SERVER_LIMITS } from './limits.ts';
import { readRequest } from './read-request.ts';

/** What a server serves from. */
export interface ServingParts extends HostCheck {
  /** Answers what has come in whole and for us. */
  readonly answer: (arrival: Arrival) => Promise<StreamedResponse>;
  /** Told of what nobody expected. */
  readonly unexpected: (error: unknown) => void;
}

/** A server that listens nowhere yet. */
export function apiServer(parts: ServingParts): Server {
  const server = createServer(
    {
      maxHeaderSize: SERVER_LIMITS.headBytes,
      headersTimeout: SERVER_LIMITS.headTimeoutMs,
      requestTimeout: SERVER_LIMITS.requestTimeoutMs,
      keepAliveTimeout: SERVER_LIMITS.idleTimeoutMs,
      connectionsCheckingInterval: 5000,
    },
    (message, response) => void serve(message, response, parts),
  );
  server.maxHeadersCount = SERVER_LIMITS.headers;
  server.maxConnections = SERVER_LIMITS.connections;
  return server;
}

async function serve(message: IncomingMessage, response: ServerResponse, parts: ServingParts): Promise<void> {
  const { host, origin } = message.headers;
  if (!isOwnHost(host, parts)) return refuse(response, 421, 'This server is not known by that name.\n');
  if (isForeignOrigin(origin, host)) return refuse(response, 403, 'Requests of other origins are not answered.\n');
  // Who goes away before the request is whole leaves nobody to tell.
  const request = await readRequest(message).catch(() => 'gone' as const);
  if (request === 'gone') return void response.destroy();
  if (request === 'too-large') return refuse(response, 413, 'The body is too large.\n');
  try {
    await send(response, await parts.answer({ request, sourceAddress: addressOf(message) }));
  } catch (error) {
    parts.unexpected(error);
    refuse(response, 500, 'An internal error has occurred.\n');
  }
}

/** The rest of a request that is not read would be taken for the next one, so the connection ends. */
function refuse(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text);
  const headers = [['content-type', 'text/plain; charset=utf-8'] as const, ['connection', 'close'] as const];
  void send(response, { status, headers, body });
}

async function send(response: ServerResponse, { status, headers, body }: StreamedResponse): Promise<void> {
  if (!(body instanceof Uint8Array)) return stream(response, { status, headers, body });
  response.writeHead(status, [...headers.flat(), 'content-length', String(body.length)]);
  response.end(body);
}

/** Goes on until the source ends or the client goes away, which is no failure. */
async function stream(
  response: ServerResponse,
  { status, headers, body }: StreamedResponse & { readonly body: AsyncIterable<Uint8Array> },
): Promise<void> {
  response.writeHead(status, headers.flat());
  response.flushHeaders();
  await pipeline(Readable.from(body, { objectMode: false }), response).catch(() => response.destroy());
}

function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
