// Metadata services of every kind, answering on loopback.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { httpEndpoint } from './http-endpoint.ts';
import { DEFAULT_CRAWL_LIMITS } from './pace.ts';
import { survey } from './survey.ts';
import type { Survey, SurveyOptions } from './survey.ts';

type Answers = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers so, on a free port of loopback until the tests of the file are over. */
export async function serve(answers: Answers): Promise<URL> {
  const server = createServer(answers);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A tree of texts by path; a path that ends in a slash is a listing, and is found without it too. No tokens. */
export function treeOf(tree: Readonly<Record<string, string | Uint8Array>>): Answers {
  return (request, response) => {
    const path = request.url ?? '';
    const body = tree[path] ?? tree[`${path}/`];
    if (request.method !== 'GET' || body === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain' }).end(body);
  };
}

/** A survey without waiting: the clock goes on by itself with every pause. */
export async function surveyOf(
  url: URL,
  options: Partial<SurveyOptions> & { readonly bodyBytes?: number; readonly timeoutMs?: number } = {},
): Promise<Survey> {
  const { bodyBytes = 65_536, timeoutMs = 5000, ...rest } = options;
  let nowMs = Date.UTC(2026, 10, 22);
  const parts = {
    clock: { now: () => nowMs },
    pause: async (ms: number) => {
      nowMs += ms;
    },
  };
  const found = await survey(httpEndpoint(url, { timeoutMs, bodyBytes }), parts, {
    protocol: 'v2',
    versions: 'latest',
    requireVersions: false,
    userData: false,
    trials: false,
    progress: () => undefined,
    limits: DEFAULT_CRAWL_LIMITS,
    ...rest,
  });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}
