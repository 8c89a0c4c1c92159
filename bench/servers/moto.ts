import { spawnSync } from 'node:child_process';

import { findProgram, pinned } from '../measure/machine.ts';
import { answeringCalls } from './api-server.ts';
import type { ApiServer } from './api-server.ts';
import { freePort } from './peers.ts';
import type { PeerSettings } from './peers.ts';
import { startProcess } from './process.ts';

const PATIENCE_MS = 60_000;
/** Says which Python it is and which moto it has, and fails when it has none that can serve. */
const ASK_PYTHON =
  'import sys, platform, moto, moto.server; print(sys.executable, moto.__version__, platform.python_version(), sep="\\n")';

interface Moto {
  readonly command: readonly string[];
  readonly version: string;
}

/** moto's server as installed, as a module of the Python that has it or by its command. It logs every request, to nowhere. */
export function moto({ pins }: Pick<PeerSettings, 'pins'>): ApiServer {
  return {
    name: 'moto_server',
    start: async () => {
      const found = findMoto();
      if (found === undefined) throw new Error("not installed (pip install 'moto[server]')");
      const port = await freePort();
      const command = [...found.command, '-H', '127.0.0.1', '-p', String(port)];
      const { pid, stop } = startProcess(pinned(command, pins?.server), '/dev/null');
      const endpoint = { port, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'unused' };
      try {
        await answeringCalls(endpoint, PATIENCE_MS);
        return { name: 'moto_server', pid, endpoint, stop };
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

/** What moto says it is, where it is installed. */
export function motoVersion(): string {
  return findMoto()?.version ?? 'not installed';
}

/** Python itself before the command, which may be a script that looks for Python first. */
function findMoto(): Moto | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', ASK_PYTHON], { encoding: 'utf8' });
  const [python = '', moto = '', version = ''] = (stdout ?? '').trim().split('\n');
  if (status === 0) return { command: [python, '-m', 'moto.server'], version: `${moto}, Python ${version}` };
  const command = findProgram('moto_server');
  return command === undefined ? undefined : { command: [command], version: 'of unknown version' };
}
