import { join } from 'node:path';

import { residentBytes } from '../measure/process-figures.ts';
import { shuffled, spreadOf } from '../measure/statistics.ts';
import { megabytes, spreadText } from '../report/number-text.ts';
import type { PartResult } from '../report/part-result.ts';
import { openimds } from '../servers/openimds.ts';
import { goServer, mock } from '../servers/peers.ts';
import { SERVER_NAMES, startAll } from '../servers/server.ts';
import type { Server, ServerName } from '../servers/server.ts';
import { writeConfiguration } from '../world.ts';
import type { Bench } from './bench.ts';

const STARTS = 10;

interface Start {
  readonly server: ServerName;
  readonly milliseconds: number;
  readonly residentBytes: number;
}

/** From starting a process with one instance to its first answer: a session token. */
export async function start({ args, machine, folder, progress }: Bench): Promise<PartResult> {
  const configuration = join(folder, 'one-instance.json');
  writeConfiguration(configuration, 1);
  const { pins } = machine;
  const peers = { pins, folder, instances: 1 };
  const transports = ['epoll', 'net'] as const;
  const servers = [
    ...transports.map((transport) => openimds(transport, configuration, pins)),
    goServer(peers),
    mock(peers),
  ];
  // Once before it counts: what cannot start is left out, files are in the page cache, and Go is built.
  const { running, leftOut } = await startAll(servers);
  await Promise.all(running.map((server) => server.stop()));
  const able = servers.filter((server) => running.some(({ name }) => name === server.name));
  const rounds = args.rounds ?? STARTS;
  const starts: Start[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`start: round ${round} of ${rounds}`);
    for (const server of shuffled(able)) starts.push(await startOnce(server));
  }
  return { ...startTable(starts), leftOut, figures: starts };
}

async function startOnce(server: Server): Promise<Start> {
  const beganAtMs = performance.now();
  const { name, pid, answeredAtMs, stop } = await server.start();
  const milliseconds = answeredAtMs - beganAtMs;
  const bytes = residentBytes(pid);
  await stop();
  return { server: name, milliseconds, residentBytes: bytes };
}

function startTable(starts: readonly Start[]): Pick<PartResult, 'tables' | 'notes'> {
  const rows = SERVER_NAMES.map((name) => starts.filter(({ server }) => server === name))
    .filter((own) => own.length > 0)
    .map((own) => [
      own[0]?.server ?? '',
      spreadText(spreadOf(own.map(({ milliseconds }) => milliseconds))),
      megabytes(spreadOf(own.map(({ residentBytes }) => residentBytes))?.median ?? Number.NaN),
    ]);
  return {
    tables: [
      { title: 'Start with one instance', columns: ['server', 'start to first answer, ms', 'resident then'], rows },
    ],
    notes: [
      'From starting the process until a session token was answered; resident memory when it was ready for everything.',
    ],
  };
}
