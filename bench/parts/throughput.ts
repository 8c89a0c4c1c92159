import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { send } from '../load/order.ts';
import { load } from '../load/wrk.ts';
import { findProgram } from '../measure/machine.ts';
import { cpuTimeNs } from '../measure/process-figures.ts';
import { shuffled } from '../measure/statistics.ts';
import type { PartResult } from '../report/part-result.ts';
import { openimds } from '../servers/openimds.ts';
import { goServer, mock, nginx } from '../servers/peers.ts';
import { startAll } from '../servers/server.ts';
import type { RunningServer } from '../servers/server.ts';
import { ID_PATH, writeConfiguration } from '../world.ts';
import type { Bench } from './bench.ts';
import { concerns, fieldsOf, MODES } from './throughput-modes.ts';
import type { Mode } from './throughput-modes.ts';
import { throughputTables } from './throughput-tables.ts';
import type { Sample } from './throughput-tables.ts';

const ROUNDS = 9;
const SECONDS = 1;
/** Until those that compile while they run have compiled what they need; the CPU time of that is nobody's request. */
const WARM_UP_SECONDS = 4;
const CONNECTIONS = 64;
/** More than openimds remembers as verified, so that each one is verified anew. */
const TOKENS = 8192;

interface Run {
  readonly server: RunningServer;
  readonly mode: Mode;
}

/** CPU per request, requests per second and latency: all servers up and idle, short runs in an order of chance, round by round. */
export async function throughput(bench: Bench): Promise<PartResult> {
  const { args, machine, folder, progress } = bench;
  const configuration = join(folder, 'instances.json');
  writeConfiguration(configuration, args.instances);
  const { pins } = machine;
  const peers = { pins, folder, instances: args.instances };
  progress(`starting the servers, openimds and Go with ${args.instances} instances`);
  const { running, leftOut } = await startAll([
    openimds('epoll', configuration, pins),
    openimds('net', configuration, pins),
    nginx(peers),
    goServer(peers),
    mock(peers),
  ]);
  try {
    const wrk = findProgram('wrk');
    const tokenFiles = wrk === undefined ? new Map<RunningServer, string>() : await takeTokenFiles(running, bench);
    const modes = MODES.filter((mode) => mode !== 'many tokens' || tokenFiles.size > 0);
    const runs = running.flatMap((server) =>
      modes.filter((mode) => concerns(mode, server)).map((mode) => ({ server, mode })),
    );
    const samples = await measure(runs, bench, (run, seconds) => sample(run, seconds, { bench, wrk, tokenFiles }));
    const missing =
      wrk === undefined
        ? [{ name: 'wrk', reason: 'not installed (Debian: apt-get install wrk); a slower client in Node asks instead' }]
        : [];
    return { ...throughputTables(samples, args.instances), leftOut: [...leftOut, ...missing], figures: samples };
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}

async function measure(
  runs: readonly Run[],
  { args, progress }: Bench,
  take: (run: Run, seconds: number) => Promise<Omit<Sample, 'round'>>,
): Promise<readonly Sample[]> {
  const rounds = args.rounds ?? ROUNDS;
  const seconds = args.seconds ?? SECONDS;
  progress('warming up');
  for (const run of runs) await take(run, WARM_UP_SECONDS);
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`throughput: round ${round} of ${rounds}, ${runs.length} runs of ${seconds} s`);
    for (const run of shuffled(runs)) samples.push({ round, ...(await take(run, seconds)) });
  }
  return samples;
}

async function sample(
  { server, mode }: Run,
  seconds: number,
  { bench, wrk, tokenFiles }: { bench: Bench; wrk: string | undefined; tokenFiles: ReadonlyMap<RunningServer, string> },
): Promise<Omit<Sample, 'round'>> {
  const { pins } = bench.machine;
  const tokenFile = mode === 'many tokens' ? tokenFiles.get(server) : undefined;
  const fields = fieldsOf(mode, server);
  const usedNs = cpuTimeNs(server.pid);
  const figures = await load({
    wrk,
    pins,
    port: server.port,
    method: 'GET',
    path: ID_PATH,
    seconds,
    connections: CONNECTIONS,
    fields,
    tokenFile,
  });
  const cpuUs = (cpuTimeNs(server.pid) - usedNs) / 1000;
  return {
    server: server.name,
    mode,
    cpuUs: cpuUs / figures.requests,
    requestsPerSecond: (figures.requests / figures.durationUs) * 1e6,
    busyShare: cpuUs / figures.durationUs,
    p50Us: figures.p50Us,
    p99Us: figures.p99Us,
    failures: figures.failures,
  };
}

async function takeTokenFiles(
  servers: readonly RunningServer[],
  bench: Bench,
): Promise<ReadonlyMap<RunningServer, string>> {
  const files = new Map<RunningServer, string>();
  for (const server of servers.filter((server) => concerns('many tokens', server))) {
    const tokens = await send<readonly string[]>(
      { kind: 'tokens', port: server.port, count: TOKENS },
      bench.machine.pins,
    );
    const file = join(bench.folder, `tokens-${server.port}`);
    writeFileSync(file, `${tokens.join('\n')}\n`);
    files.set(server, file);
  }
  return files;
}
