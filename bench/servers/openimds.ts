import { fileURLToPath } from 'node:url';

import { pinned } from '../measure/machine.ts';
import type { Pins } from '../measure/machine.ts';
import { startProcess } from './process.ts';
import type { ServerProcess } from './process.ts';
import { takeToken } from './server.ts';
import type { Server } from './server.ts';

/** The ways openimds serves sockets. */
export type Transport = 'epoll' | 'net';

/** What `npm start` and everybody else starts. */
export const COMMAND = fileURLToPath(new URL('../../bin/openimds.js', import.meta.url));
/** How long a start may take, with very many instances too. */
export const READY_PATIENCE_MS = 60_000;

/** `openimds up` as anybody runs it, on a configuration file. */
export function openimds(transport: Transport, configuration: string, pins: Pins | undefined): Server {
  return {
    name: `openimds ${transport}`,
    start: async () => {
      const process = launchOpenimds(transport, configuration, pins);
      try {
        const port = await readyPort(process);
        const token = await takeToken(port);
        // The notice follows the ready line at once, so it is there by now.
        const fallback = process.lines.find((line) => line.includes('"transport-fallback"'));
        if (fallback !== undefined) throw new Error(`the ${transport} transport does not work here: ${fallback}`);
        return { name: `openimds ${transport}`, pid: process.pid, port, token, stop: process.stop };
      } catch (error) {
        await process.stop();
        throw error;
      }
    },
  };
}

/** The process alone, not yet ready. */
function launchOpenimds(transport: Transport, configuration: string, pins: Pins | undefined): ServerProcess {
  const ports = ['--port', '0', '--api-port', '0'];
  const settings = ['--json', '--ephemeral', '--config', configuration, '--transport', transport, ...ports];
  return startProcess(pinned([process.execPath, COMMAND, 'up', ...settings], pins?.server));
}

/** The port of its metadata service, once it listens. */
async function readyPort(process: ServerProcess): Promise<number> {
  const ready = JSON.parse(await process.firstLine(READY_PATIENCE_MS)) as { readonly imds: { readonly url: string } };
  return Number(new URL(ready.imds.url).port);
}
