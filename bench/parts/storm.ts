import { join } from 'node:path';

import { send } from '../load/order.ts';
import type { StormFigures } from '../load/order.ts';
import { pinned } from '../measure/machine.ts';
import { cpuTimeNs } from '../measure/process-figures.ts';
import { shuffled, spreadOf } from '../measure/statistics.ts';
import { figure, spreadText } from '../report/number-text.ts';
import type { PartResult } from '../report/part-result.ts';
import { openimds } from '../servers/openimds.ts';
import { buildGo, goServer, mock } from '../servers/peers.ts';
import { output } from '../servers/process.ts';
import { SERVER_NAMES, startAll } from '../servers/server.ts';
import type { RunningServer, ServerName } from '../servers/server.ts';
import { ITEM_PATHS, writeConfiguration } from '../world.ts';
import type { Bench } from './bench.ts';

const ROUNDS = 5;
const CLIENTS = 2000;
const READS = 60;

interface Storm extends StormFigures {
  readonly round: number;
  readonly server: ServerName;
  readonly cpuSeconds: number;
}

/** 2,000 instances boot at once, each from an address of its own: a token, then 60 reads one after the other over one connection. */
export async function storm(bench: Bench): Promise<PartResult> {
  const { args, machine, folder, progress } = bench;
  const configuration = join(folder, 'storm.json');
  const instances = Math.max(args.instances, CLIENTS);
  writeConfiguration(configuration, instances);
  const { pins } = machine;
  const peers = { pins, folder, instances };
  const client = await buildGo('go-client', folder);
  progress('starting the servers');
  const servers = [
    openimds('epoll', configuration, pins),
    openimds('net', configuration, pins),
    goServer(peers),
    mock(peers),
  ];
  const { running, leftOut } = await startAll(servers);
  try {
    const storms = await blow(running, bench, client);
    const missing =
      client === undefined
        ? [
            {
              name: 'Go client',
              reason: 'no go to build it with; the client in Node is slower than the servers, so all look alike',
            },
          ]
        : [];
    return { ...stormTable(storms), leftOut: [...leftOut, ...missing], figures: storms };
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}

async function blow(
  running: readonly RunningServer[],
  bench: Bench,
  client: string | undefined,
): Promise<readonly Storm[]> {
  const rounds = bench.args.rounds ?? ROUNDS;
  const storms: Storm[] = [];
  for (let round = 1; round <= rounds; round++) {
    bench.progress(`storm: round ${round} of ${rounds}`);
    for (const server of shuffled(running)) {
      const usedNs = cpuTimeNs(server.pid);
      const figures = await boot(server, bench, client);
      storms.push({ round, server: server.name, cpuSeconds: (cpuTimeNs(server.pid) - usedNs) / 1e9, ...figures });
    }
  }
  return storms;
}

async function boot({ port }: RunningServer, { machine }: Bench, client: string | undefined): Promise<StormFigures> {
  if (client === undefined) return send({ kind: 'boot-storm', port, clients: CLIENTS, reads: READS }, machine.pins);
  const counts = ['-clients', String(CLIENTS), '-reads', String(READS)];
  const command = [client, '-port', String(port), ...counts, '-paths', ITEM_PATHS.join(',')];
  return JSON.parse(await output(pinned(command, machine.pins?.client))) as StormFigures;
}

function stormTable(storms: readonly Storm[]): Pick<PartResult, 'tables' | 'notes'> {
  const go = storms.filter(({ server }) => server === 'Go net/http');
  const rows = SERVER_NAMES.map((name) => storms.filter(({ server }) => server === name))
    .filter((own) => own.length > 0)
    .map((own) => {
      const spread = (value: (storm: Storm) => number): string => spreadText(spreadOf(own.map(value)));
      const toGo = (of: 'seconds' | 'cpuSeconds') => (storm: Storm) =>
        (go.find(({ round }) => round === storm.round)?.[of] ?? Number.NaN) / storm[of];
      return [
        own[0]?.server ?? '',
        spread((storm) => storm.seconds),
        spread(toGo('seconds')),
        spread((storm) => storm.cpuSeconds),
        spread(toGo('cpuSeconds')),
        spread((storm) => storm.clientCpuSeconds),
        spread((storm) => storm.p50Us / 1000),
        spread((storm) => storm.p99Us / 1000),
        spread((storm) => storm.maxUs / 1000),
        String(own.reduce((sum, storm) => sum + storm.failed, 0)),
      ];
    });
  return {
    tables: [
      {
        title: `${figure(CLIENTS)} instances boot at once, ${figure(CLIENTS * (READS + 1))} requests`,
        columns: [
          'server',
          'all done, s',
          'time: Go / this',
          'server CPU s',
          'CPU: Go / this',
          'client CPU s',
          'p50 ms',
          'p99 ms',
          'longest ms',
          'clients failed',
        ],
        rows,
      },
    ],
    notes: storms
      .filter(({ failed }) => failed > 0)
      .map(
        ({ server, round, failed, reason = '' }) => `${server}, round ${round}: ${failed} clients failed (${reason}).`,
      ),
  };
}
