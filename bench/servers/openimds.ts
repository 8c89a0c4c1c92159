import { fileURLToPath } from 'node:url';

import { pinned } from '../measure/machine.ts';
import type { Pins } from '../measure/machine.ts';
import { startProcess } from './process.ts';
import type { ServerProcess } from './process.ts';
import { freePort } from './peers.ts';
import { firstAnswer, takeToken } from './server.ts';
import type { Server } from './server.ts';

/** The ways openimds serves sockets. */
export type Transport = 'epoll' | 'net';

/** What `npm start` and everybody else starts. */
export const COMMAND = fileURLToPath(new URL('../../bin/openimds.js', import.meta.url));
/** How long a start may take, with very many instances too. */
export const READY_PATIENCE_MS = 60_000;

/** `openimds up` on a configuration file, once it answers. */
export async function startOpenimds(
  transport: Transport,
  configuration: string,
  pins: Pins | undefined,
): Promise<{ readonly process: ServerProcess; readonly port: number; readonly answeredAtMs: number }> {
  const port = await freePort();
  const process = launchOpenimds({ transport, configuration, port }, pins);
  try {
    const answeredAtMs = await firstAnswer(port, READY_PATIENCE_MS);
    await process.firstLine(READY_PATIENCE_MS);
    return { process, port, answeredAtMs };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/** `openimds up` as anybody runs it, proved to do the work it is measured by. */
export function openimds(transport: Transport, configuration: string, pins: Pins | undefined): Server {
  const name = `openimds ${transport}` as const;
  return {
    name,
    start: async () => {
      const { process, port, answeredAtMs } = await startOpenimds(transport, configuration, pins);
      try {
        const token = await takeToken(port);
        // The notice follows the ready line at once, so it is there by now.
        const fallback = process.lines.find((line) => line.includes('"transport-fallback"'));
        if (fallback !== undefined) throw new Error(`the ${transport} transport does not work here: ${fallback}`);
        return { name, pid: process.pid, port, token, answeredAtMs, stop: process.stop };
      } catch (error) {
        await process.stop();
        throw error;
      }
    },
  };
}

interface Launch {
  readonly transport: Transport;
  readonly configuration: string;
  readonly port: number;
}

/** The process alone, not yet ready. */
function launchOpenimds({ transport, configuration, port }: Launch, pins: Pins | undefined): ServerProcess {
  const ports = ['--port', String(port), '--api-port', '0'];
  const settings = ['--json', '--ephemeral', '--config', configuration, '--transport', transport, ...ports];
  return startProcess(pinned([process.execPath, COMMAND, 'up', ...settings], pins?.server));
}
