import { readFileSync } from 'node:fs';

import { quantile } from '../measure/statistics.ts';
import { ClientConnection } from './client-connection.ts';
import type { RequestLoopOrder } from './order.ts';
import type { LoadFigures } from './wrk.ts';

/** Keeps every connection busy until the time is over, and then waits for the last answers: all that was begun is counted. */
export async function requestLoop({ port, file, connections, seconds }: RequestLoopOrder): Promise<LoadFigures> {
  const requests = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  const took: number[] = [];
  const failures = { count: 0 };
  let turn = 0;
  const beganAtMs = performance.now();
  const endAtMs = beganAtMs + seconds * 1000;
  const next = () => (performance.now() < endAtMs ? requests[turn++ % requests.length] : undefined);
  await Promise.all(Array.from({ length: connections }, () => sendAll(port, next, took, failures)));
  return {
    requests: took.length,
    durationUs: (performance.now() - beganAtMs) * 1000,
    p50Us: quantile(took, 0.5),
    p99Us: quantile(took, 0.99),
    maxUs: quantile(took, 1),
    failures: failures.count,
  };
}

async function sendAll(
  port: number,
  next: () => string | undefined,
  took: number[],
  failures: { count: number },
): Promise<void> {
  let connection: ClientConnection | undefined;
  for (let request = next(); request !== undefined; request = next()) {
    const beganAtMs = performance.now();
    try {
      connection ??= await ClientConnection.open(port);
      const { status, head } = await connection.send(request);
      took.push((performance.now() - beganAtMs) * 1000);
      if (status !== 200) failures.count++;
      if (!/\r\nconnection: *close/i.test(head)) continue;
    } catch {
      failures.count++;
    }
    connection?.close();
    connection = undefined;
  }
  connection?.close();
}
