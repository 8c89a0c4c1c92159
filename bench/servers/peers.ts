import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findProgram, pinned } from '../measure/machine.ts';
import type { Pins } from '../measure/machine.ts';
import { output, startProcess } from './process.ts';
import { firstAnswer, takeToken } from './server.ts';
import type { Server } from './server.ts';

/** What peers are started with. */
export interface PeerSettings {
  readonly pins: Pins | undefined;
  /** A folder for what they need, gone afterwards. */
  readonly folder: string;
  readonly instances: number;
}

const PATIENCE_MS = 5000;

/** nginx as installed, one worker, answering everything with one fixed text: the floor for any server that looks at nothing. */
export function nginx({ pins, folder }: PeerSettings): Server {
  return {
    name: 'nginx',
    start: async () => {
      const program = findProgram('nginx');
      if (program === undefined) throw new Error('not installed (Debian: apt-get install nginx-light)');
      const port = await freePort();
      const configuration = join(folder, 'nginx.conf');
      mkdirSync(join(folder, 'logs'), { recursive: true });
      writeFileSync(configuration, nginxConfiguration(port, folder));
      const files = ['-p', folder, '-c', configuration, '-e', join(folder, 'logs/error.log')];
      const process = startProcess(pinned([program, ...files], pins?.server));
      const answeredAtMs = await firstAnswer(port, PATIENCE_MS);
      return { name: 'nginx', pid: process.pid, port, token: undefined, answeredAtMs, stop: process.stop };
    },
  };
}

/** The same work as openimds in Go, from `peers/go-server`. */
export function goServer({ pins, folder, instances }: PeerSettings): Server {
  return {
    name: 'Go net/http',
    start: async () => {
      const program = await buildGo('go-server', folder);
      if (program === undefined) throw new Error('no go to build it with (Debian: apt-get install golang-go)');
      const process = startProcess(pinned([program, '-instances', String(instances)], pins?.server));
      const port = Number(await process.firstLine(30_000));
      const answeredAtMs = await firstAnswer(port, PATIENCE_MS);
      const token = await takeToken(port);
      return { name: 'Go net/http', pid: process.pid, port, token, answeredAtMs, stop: process.stop };
    },
  };
}

/**
 * amazon-ec2-metadata-mock in its IMDSv2-only mode; one instance, whoever asks. It logs every request and cannot be told
 * not to: into a file, as where it is used.
 */
export function mock({ pins, folder }: PeerSettings): Server {
  return {
    name: 'the mock, v2',
    start: async () => {
      const program = process.env['AEMM_BIN'];
      if (program === undefined) throw new Error('AEMM_BIN does not name an ec2-metadata-mock binary');
      const port = await freePort();
      const command = [program, '-n', '127.0.0.1', '-p', String(port), '-I'];
      const running = startProcess(pinned(command, pins?.server), join(folder, 'mock.log'));
      const answeredAtMs = await firstAnswer(port, PATIENCE_MS);
      const token = await takeToken(port);
      return { name: 'the mock, v2', pid: running.pid, port, token, answeredAtMs, stop: running.stop };
    },
  };
}

/** Builds one of the Go programs in `peers`, once; undefined where there is no Go. */
export async function buildGo(name: 'go-server' | 'go-client', folder: string): Promise<string | undefined> {
  const go = findProgram('go');
  if (go === undefined) return undefined;
  const program = join(folder, name);
  if (existsSync(program)) return program;
  await output([go, 'build', '-o', program, fileURLToPath(new URL(`../peers/${name}/main.go`, import.meta.url))]);
  return program;
}

/** What nginx and Go say they are, where they are installed. */
export function peerVersions(): string {
  const asked = [
    ['nginx', '-v'],
    ['go', 'version'],
  ].flatMap(([name = '', flag = '']) => {
    const program = findProgram(name);
    if (program === undefined) return [];
    const { stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
    return [/\d+(?:\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'of unknown version'].map((version) => `${name} ${version}`);
  });
  return asked.join(', ');
}

function nginxConfiguration(port: number, folder: string): string {
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${folder}/${use};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    default_type text/plain;
    location / { return 200 "i-00000000000000000"; }
  }
}
`;
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
