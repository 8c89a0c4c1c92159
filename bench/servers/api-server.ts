import { callApi } from '../load/signed-call.ts';
import type { ApiCall, ApiEndpoint } from '../load/signed-call.ts';

/** Everything whose API is measured. The state of the first is in SQLite in a temporary folder, that of the others in memory. */
export const API_SERVER_NAMES = ['openimds, SQLite', 'openimds, --ephemeral', 'moto_server'] as const;

/** One of them. */
export type ApiServerName = (typeof API_SERVER_NAMES)[number];

/** An API that listens on 127.0.0.1 and has answered a call. */
export interface RunningApiServer {
  readonly name: ApiServerName;
  readonly pid: number;
  readonly endpoint: ApiEndpoint;
  readonly stop: () => Promise<void>;
}

/** A server whose API could be measured. */
export interface ApiServer {
  readonly name: ApiServerName;
  /** Starts it on a free port, and settles once it has answered a signed call. */
  start(): Promise<RunningApiServer>;
}

/** The call that needs nothing but a caller. */
export const WHO_AM_I: ApiCall = { service: 'sts', action: 'GetCallerIdentity', parameters: {} };

const PAUSE_MS = 2;

/** Calls until there is an answer, which has to be a good one. */
export async function answeringCalls(endpoint: ApiEndpoint, patienceMs: number): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await callApi(WHO_AM_I, endpoint).catch(() => undefined);
    if (answer?.status === 200) return;
    if (answer !== undefined) throw new Error(`answers ${WHO_AM_I.action} by ${answer.status}: ${answer.body}`);
    if (Date.now() > end) throw new Error(`does not answer on port ${endpoint.port}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
