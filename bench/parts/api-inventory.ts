import { callApi, instanceIdsIn } from '../load/signed-call.ts';
import type { ApiAnswer, ApiEndpoint } from '../load/signed-call.ts';
import { residentBytes } from '../measure/process-figures.ts';
import type { ApiServer } from '../servers/api-server.ts';
import { describe } from './api-calls.ts';

/** What an API with very many instances costs. */
export interface Inventory {
  readonly instances: number;
  readonly startSeconds: number;
  /** As it was some seconds after the first answer, and once all pages had been read. */
  readonly residentBytes: number;
  readonly residentBytesAfterPages: number;
  /** Time of each page, in their order. */
  readonly pageMs: readonly number[];
  readonly pageBytes: number;
  /** Of the first page asked for once more, after all others. */
  readonly firstPageAgainMs: number;
  /** Different instances on all pages together. */
  readonly listed: number;
}

/** Instances on a page: the most EC2 gives. */
export const PAGE = 1000;
/** Long enough for what the start left behind to be given back. */
export const SETTLE_MS = 3000;

/** Starts the server and reads all pages of its instances, one after the other. */
export async function measureInventory(server: ApiServer, instances: number): Promise<Inventory> {
  const beganAtMs = performance.now();
  const { pid, endpoint, stop } = await server.start();
  const startSeconds = (performance.now() - beganAtMs) / 1000;
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const bytes = residentBytes(pid);
    const { pages, listed } = await readPages(endpoint, instances);
    const residentBytesAfterPages = residentBytes(pid);
    const again = await readPage(endpoint, undefined);
    return {
      instances,
      startSeconds,
      residentBytes: bytes,
      residentBytesAfterPages,
      pageMs: pages.map(({ ms }) => ms),
      pageBytes: pages[0]?.bytes ?? 0,
      firstPageAgainMs: again.ms,
      listed,
    };
  } finally {
    await stop();
  }
}

async function readPages(endpoint: ApiEndpoint, instances: number) {
  const pages: { readonly ms: number; readonly bytes: number }[] = [];
  const ids = new Set<string>();
  let token: string | undefined;
  do {
    const { body, ms } = await readPage(endpoint, token);
    instanceIdsIn(body).forEach((id) => ids.add(id));
    pages.push({ ms, bytes: Buffer.byteLength(body) });
    token = /<nextToken>([^<]+)</.exec(body)?.[1];
  } while (token !== undefined && pages.length <= instances / PAGE);
  return { pages, listed: ids.size };
}

async function readPage(endpoint: ApiEndpoint, token: string | undefined): Promise<ApiAnswer> {
  const parameters = { MaxResults: String(PAGE), ...(token === undefined ? {} : { NextToken: token }) };
  const answer = await callApi(describe(parameters), endpoint);
  if (answer.status === 200) return answer;
  throw new Error(`a page of instances was answered by ${answer.status}: ${answer.body.slice(0, 200)}`);
}
