import { quantile } from '../measure/statistics.ts';
import { ITEM_PATHS, sourceAddress } from '../world.ts';
import { ClientConnection } from './client-connection.ts';
import type { BootStormOrder, StormFigures } from './order.ts';

/** Lets every client do its boot; one that fails does not stop the others. */
export async function bootStorm({ port, clients, reads }: BootStormOrder): Promise<StormFigures> {
  const took: number[] = [];
  const beganAtMs = performance.now();
  const boots = Array.from({ length: clients }, (_, index) => boot(port, index, reads, took));
  const failures = (await Promise.allSettled(boots)).filter((outcome) => outcome.status === 'rejected');
  const seconds = (performance.now() - beganAtMs) / 1000;
  const cpu = process.cpuUsage();
  return {
    seconds,
    clientCpuSeconds: (cpu.user + cpu.system) / 1e6,
    answered: took.length,
    failed: failures.length,
    p50Us: quantile(took, 0.5),
    p99Us: quantile(took, 0.99),
    maxUs: quantile(took, 1),
    ...(failures[0] === undefined ? {} : { reason: String(failures[0].reason) }),
  };
}

async function boot(port: number, index: number, reads: number, took: number[]): Promise<void> {
  const beganAtMs = performance.now();
  const connection = await ClientConnection.open(port, sourceAddress(index));
  const token = await connection.token();
  took.push((performance.now() - beganAtMs) * 1000);
  const fields = ['Connection: keep-alive', `X-aws-ec2-metadata-token: ${token}`];
  for (let read = 0; read < reads; read++) {
    const answer = await connection.ask('GET', ITEM_PATHS[read % ITEM_PATHS.length] ?? '/', fields);
    if (answer.status !== 200) throw new Error(`a read was answered by ${answer.status}`);
    took.push(answer.us);
  }
  connection.close();
}
