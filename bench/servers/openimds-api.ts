import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import type { ApiEndpoint } from '../load/signed-call.ts';
import { pinned } from '../measure/machine.ts';
import { answeringCalls } from './api-server.ts';
import type { ApiServer } from './api-server.ts';
import { COMMAND, READY_PATIENCE_MS } from './openimds.ts';
import type { PeerSettings } from './peers.ts';
import { startProcess } from './process.ts';

interface Ready {
  readonly api: { readonly url: string };
  readonly credentials: Omit<ApiEndpoint, 'port'>;
}

/** `openimds up` on a configuration file, each time with a new state: in a folder, where it is kept in SQLite, or in memory. */
export function openimdsApi(
  state: 'SQLite' | '--ephemeral',
  configuration: string,
  { pins, folder }: Pick<PeerSettings, 'pins' | 'folder'>,
): ApiServer {
  const name = `openimds, ${state}` as const;
  return {
    name,
    start: async () => {
      const kept = state === 'SQLite' ? ['--state', mkdtempSync(join(folder, 'state-'))] : ['--ephemeral'];
      const settings = ['--json', ...kept, '--config', configuration, '--port', '0', '--api-port', '0'];
      const running = startProcess(pinned([process.execPath, COMMAND, 'up', ...settings], pins?.server));
      try {
        const { api, credentials } = JSON.parse(await running.firstLine(READY_PATIENCE_MS)) as Ready;
        const endpoint = { port: Number(new URL(api.url).port), ...credentials };
        await answeringCalls(endpoint, READY_PATIENCE_MS);
        return { name, pid: running.pid, endpoint, stop: running.stop };
      } catch (error) {
        await running.stop();
        throw error;
      }
    },
  };
}
