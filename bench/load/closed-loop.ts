import { setTimeout as sleep } from 'node:timers/promises';

import { quantile } from '../measure/statistics.ts';
import { ClientConnection } from './client-connection.ts';
import type { ClosedLoopOrder } from './order.ts';
import type { LoadFigures } from './wrk.ts';

/** Keeps every connection busy until the time is over. */
export async function closedLoop(order: ClosedLoopOrder): Promise<LoadFigures> {
  const took: number[] = [];
  const failures = { count: 0 };
  const beganAtMs = performance.now();
  const endAtMs = beganAtMs + order.seconds * 1000;
  await Promise.all(Array.from({ length: order.connections }, () => askUntil(endAtMs, order, took, failures)));
  return {
    requests: took.length,
    durationUs: (performance.now() - beganAtMs) * 1000,
    p50Us: quantile(took, 0.5),
    p99Us: quantile(took, 0.99),
    maxUs: quantile(took, 1),
    failures: failures.count,
  };
}

async function askUntil(
  endAtMs: number,
  { port, method, path, fields, pauseMs }: ClosedLoopOrder,
  took: number[],
  failures: { count: number },
): Promise<void> {
  const closes = fields.includes('Connection: close');
  let connection: ClientConnection | undefined;
  while (performance.now() < endAtMs) {
    try {
      connection ??= await ClientConnection.open(port);
      const { status, us } = await connection.ask(method, path, fields);
      took.push(us);
      if (status !== 200) failures.count++;
    } catch {
      failures.count++;
      connection = undefined;
    }
    if (pauseMs > 0) await sleep(pauseMs);
    if (closes) {
      connection?.close();
      connection = undefined;
    }
  }
  connection?.close();
}
