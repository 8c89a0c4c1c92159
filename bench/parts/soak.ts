import { join } from 'node:path';

import { load } from '../load/wrk.ts';
import type { LoadFigures } from '../load/wrk.ts';
import { findProgram } from '../measure/machine.ts';
import { residentBytes } from '../measure/process-figures.ts';
import { slopeOf } from '../measure/statistics.ts';
import { figure, megabytes } from '../report/number-text.ts';
import type { PartResult } from '../report/part-result.ts';
import { openimds } from '../servers/openimds.ts';
import type { Transport } from '../servers/openimds.ts';
import { startAll } from '../servers/server.ts';
import type { RunningServer } from '../servers/server.ts';
import { TOKEN_PATH, writeConfiguration } from '../world.ts';
import type { Bench } from './bench.ts';

const SECONDS = 20;
const CONNECTIONS = 64;
const READINGS = 120;
/** Memory that moves by less than this from the middle of the soak to its end stands still. */
const FLAT_BYTES = 8e6;

type Reading = readonly [seconds: number, residentBytes: number];

interface Soak {
  readonly transport: Transport;
  readonly load: LoadFigures;
  readonly readings: readonly Reading[];
}

/** Token requests, each for a new token, while resident memory is read at intervals. */
export async function soak(bench: Bench): Promise<PartResult> {
  const configuration = join(bench.folder, 'soak.json');
  writeConfiguration(configuration, 1);
  const soaks: (() => Promise<Soak>)[] = [];
  const leftOut = [];
  for (const transport of ['epoll', 'net'] as const) {
    const started = await startAll([openimds(transport, configuration, bench.machine.pins)]);
    leftOut.push(...started.leftOut);
    for (const server of started.running) soaks.push(() => soakOne(server, transport, bench));
  }
  const done = bench.args.pauseMs > 0 ? await Promise.all(soaks.map((begin) => begin())) : await oneByOne(soaks);
  return { ...soakTable(done), leftOut, figures: done };
}

/** Without a pause each of them takes all there is. */
async function oneByOne(soaks: readonly (() => Promise<Soak>)[]): Promise<readonly Soak[]> {
  const done: Soak[] = [];
  for (const begin of soaks) done.push(await begin());
  return done;
}

async function soakOne(server: RunningServer, transport: Transport, { args, machine, progress }: Bench): Promise<Soak> {
  const seconds = args.seconds ?? SECONDS;
  progress(`soak: ${seconds} s of token requests, ${transport}`);
  const readings: Reading[] = [];
  const beganAtMs = performance.now();
  const read = (): void => void readings.push([(performance.now() - beganAtMs) / 1000, residentBytes(server.pid)]);
  const timer = setInterval(read, Math.max(250, (seconds * 1000) / READINGS));
  try {
    read();
    const fields = ['Connection: keep-alive', 'X-aws-ec2-metadata-token-ttl-seconds: 21600'];
    const target = { port: server.port, method: 'PUT', path: TOKEN_PATH } as const;
    const figures = await load({
      wrk: findProgram('wrk'),
      pins: machine.pins,
      ...target,
      seconds,
      connections: CONNECTIONS,
      fields,
      pauseMs: args.pauseMs,
    });
    read();
    return { transport, load: figures, readings };
  } finally {
    clearInterval(timer);
    await server.stop();
  }
}

function soakTable(soaks: readonly Soak[]): Pick<PartResult, 'tables' | 'notes'> {
  return {
    tables: [
      {
        title: 'Token requests, each for a new token',
        columns: [
          'transport',
          'seconds',
          'tokens',
          'failed',
          'resident at first',
          'half way',
          'at the end',
          'slope of the second half',
          '',
        ],
        rows: soaks.map(soakRow),
      },
    ],
    notes: [
      `Flat: over the second half, the line nearest to the readings moves by less than ${megabytes(FLAT_BYTES)}.`,
    ],
  };
}

function soakRow({ transport, load, readings }: Soak): readonly string[] {
  const secondHalf = readings.slice(Math.floor(readings.length / 2));
  const seconds = load.durationUs / 1e6;
  const slope = slopeOf(secondHalf);
  const bytes = (reading: Reading | undefined): string => megabytes(reading?.[1] ?? Number.NaN);
  return [
    `openimds ${transport}`,
    figure(seconds),
    figure(load.requests),
    String(load.failures),
    bytes(readings[0]),
    bytes(secondHalf[0]),
    bytes(readings.at(-1)),
    `${figure(slope / 1000)} kB/s`,
    Math.abs(slope) * (seconds / 2) < FLAT_BYTES ? 'flat' : 'moving',
  ];
}
