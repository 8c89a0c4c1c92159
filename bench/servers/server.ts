import { ClientConnection } from '../load/client-connection.ts';
import { ID_PATH, TOKEN_PATH } from '../world.ts';

/** Everything that is measured. */
export const SERVER_NAMES = ['openimds epoll', 'openimds net', 'nginx', 'Go net/http', 'the mock, v2'] as const;

/** One of them. */
export type ServerName = (typeof SERVER_NAMES)[number];

/** A server that listens on 127.0.0.1. */
export interface RunningServer {
  readonly name: ServerName;
  readonly pid: number;
  readonly port: number;
  /** A session token of the caller 127.0.0.1; undefined: it answers anybody the same. */
  readonly token: string | undefined;
  /** When it first answered anything (`performance.now()`). */
  readonly answeredAtMs: number;
  readonly stop: () => Promise<void>;
}

/** A server that could be measured. */
export interface Server {
  readonly name: ServerName;
  /** Starts it on a free port, and settles once it has answered. */
  start(): Promise<RunningServer>;
}

/** Something that cannot be measured here, and what would help. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** Starts what can be started. What cannot is left out, with the reason; without openimds there is nothing to compare. */
export async function startAll<Running extends Pick<RunningServer, 'stop'> & { readonly name: string }>(
  servers: readonly { readonly name: string; start(): Promise<Running> }[],
): Promise<{ readonly running: readonly Running[]; readonly leftOut: readonly LeftOut[] }> {
  const running: Running[] = [];
  const leftOut: LeftOut[] = [];
  for (const server of servers) {
    try {
      running.push(await server.start());
    } catch (error) {
      leftOut.push({ name: server.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (running.some(({ name }) => name.startsWith('openimds'))) return { running, leftOut };
  await Promise.all(running.map(({ stop }) => stop()));
  throw new Error(leftOut.map(({ name, reason }) => `${name}: ${reason}`).join('; '));
}

/** Takes a session token and proves with it that the server does the work it is measured by: 401 without, the item with it. */
export async function takeToken(port: number): Promise<string> {
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(origin + TOKEN_PATH, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
  });
  const token = await answer.text();
  const without = await fetch(origin + ID_PATH);
  const item = await fetch(origin + ID_PATH, { headers: { 'x-aws-ec2-metadata-token': token } });
  const statuses = [answer.status, without.status, item.status].join(' ');
  if (statuses !== '200 401 200' || !(await item.text()).startsWith('i-'))
    throw new Error(`answers token, item without and item with token by ${statuses}, not 200 401 200`);
  await without.text();
  return token;
}

/** Asks until somebody answers a token request on a port, and says when that was (`performance.now()`). */
export async function firstAnswer(port: number, patienceMs: number): Promise<number> {
  const endAtMs = performance.now() + patienceMs;
  for (;;) {
    try {
      const connection = await ClientConnection.open(port);
      await connection.ask('PUT', TOKEN_PATH, ['X-aws-ec2-metadata-token-ttl-seconds: 60']);
      connection.close();
      return performance.now();
    } catch (error) {
      if (performance.now() > endAtMs) throw new Error(`does not answer on port ${port}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
