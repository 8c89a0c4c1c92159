import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Endpoint, Exchange, Question } from './endpoint.ts';

/** How long one answer may take, and how large it may be. */
export interface ExchangeLimits {
  /** From the start of the request to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
}

/** Heads larger than this are refused by Node. */
const HEAD_BYTES_MAX = 16_384;

/** A service that answers at `base`, an http URL. Every request has a connection of its own, and redirects are answers. */
export function httpEndpoint(base: URL, limits: ExchangeLimits): Endpoint {
  return {
    name: base.href.replace(/\/$/, ''),
    ask: (question) => exchange(base, question, limits),
  };
}

function exchange(base: URL, question: Question, limits: ExchangeLimits): Promise<Result<Exchange, string>> {
  return new Promise((resolve) => {
    const sent = request(
      {
        host: base.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: base.port === '' ? 80 : base.port,
        method: question.method,
        // The target goes as it is: a URL would take doubled slashes and dot segments away.
        path: `${base.pathname.replace(/\/$/, '')}${question.target}`,
        headers: { Host: base.host, ...question.headers },
        agent: false,
        maxHeaderSize: HEAD_BYTES_MAX,
      },
      (response) => void receive(response, limits.bodyBytes).then(finish),
    );
    const timer = setTimeout(
      () => finish(err(`no whole answer within ${limits.timeoutMs / 1000} s`)),
      limits.timeoutMs,
    );
    const finish = (outcome: Result<Exchange, string>): void => {
      clearTimeout(timer);
      sent.destroy();
      resolve(outcome);
    };
    sent.on('error', (error: NodeJS.ErrnoException) => finish(err(error.code ?? error.message)));
    sent.end();
  });
}

async function receive(response: IncomingMessage, bodyBytes: number): Promise<Result<Exchange, string>> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > bodyBytes) return err(`the answer is larger than ${bodyBytes} bytes`);
      pieces.push(piece);
    }
  } catch {
    return err('the connection ended within the answer');
  }
  const { rawHeaders } = response;
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
  return ok({ status: response.statusCode ?? 0, headers, body: Buffer.concat(pieces) });
}
