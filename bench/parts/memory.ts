import { join } from 'node:path';

import { send } from '../load/order.ts';
import type { LookUpFigures } from '../load/order.ts';
import { residentBytes } from '../measure/process-figures.ts';
import { quantile, spreadOf } from '../measure/statistics.ts';
import { figure, megabytes } from '../report/number-text.ts';
import type { PartResult } from '../report/part-result.ts';
import { openimds } from '../servers/openimds.ts';
import type { Transport } from '../servers/openimds.ts';
import { startAll } from '../servers/server.ts';
import type { LeftOut, RunningServer } from '../servers/server.ts';
import { writeConfiguration } from '../world.ts';
import type { Bench } from './bench.ts';

/** Instances that ask, spread evenly over all. */
const ASKING = 5000;
/** Long enough for what the start left behind to be given back. */
const SETTLE_MS = 3000;

const COLUMNS = [
  'server',
  'instances',
  'start s',
  'resident',
  'bytes/instance',
  'after look-ups',
  'first p50 µs',
  'p99',
  'second p50 µs',
  'p99',
  'wrong',
];

interface Measured {
  readonly residentBytes: number;
  readonly residentBytesAfterLookUps: number;
  readonly lookUps: LookUpFigures;
}

interface Footprint extends Measured {
  readonly transport: Transport;
  readonly instances: number;
  readonly startSeconds: number;
}

/** Memory and look-up time of openimds with one and with very many instances. */
export async function memory(bench: Bench): Promise<PartResult> {
  const footprints: Footprint[] = [];
  const leftOut: LeftOut[] = [];
  for (const instances of [1, bench.args.instances]) {
    const configuration = join(bench.folder, `memory-${instances}.json`);
    writeConfiguration(configuration, instances);
    for (const transport of ['epoll', 'net'] as const) {
      bench.progress(`memory: ${instances} instances, ${transport}`);
      const beganAtMs = performance.now();
      const started = await startAll([openimds(transport, configuration, bench.machine.pins)]);
      const startSeconds = (performance.now() - beganAtMs) / 1000;
      leftOut.push(...started.leftOut);
      for (const server of started.running)
        footprints.push({ transport, instances, startSeconds, ...(await measure(server, instances, bench)) });
    }
  }
  return { ...memoryTable(footprints), leftOut, figures: footprints.map(withoutEveryLookUp) };
}

async function measure(server: RunningServer, instances: number, { machine }: Bench): Promise<Measured> {
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const bytes = residentBytes(server.pid);
    // Steps through all of them without going back to one, as 7919 is prime.
    const indexes = Array.from({ length: Math.min(ASKING, instances) }, (_, turn) => (turn * 7919) % instances);
    const lookUps = await send<LookUpFigures>({ kind: 'look-ups', port: server.port, indexes }, machine.pins);
    return { residentBytes: bytes, residentBytesAfterLookUps: residentBytes(server.pid), lookUps };
  } finally {
    await server.stop();
  }
}

function memoryTable(footprints: readonly Footprint[]): Pick<PartResult, 'tables' | 'notes'> {
  const rows = footprints.map(
    ({ transport, instances, startSeconds, residentBytes, residentBytesAfterLookUps, lookUps }) => {
      const one = footprints.find((other) => other.transport === transport && other.instances === 1);
      const each = one === undefined ? Number.NaN : (residentBytes - one.residentBytes) / (instances - 1);
      const times = [lookUps.firstUs, lookUps.secondUs].flatMap(lookUpTimes);
      const [start, sizes] = [
        figure(startSeconds),
        [megabytes(residentBytes), figure(each), megabytes(residentBytesAfterLookUps)],
      ];
      return [`openimds ${transport}`, figure(instances), start, ...sizes, ...times, String(lookUps.wrong)];
    },
  );
  return {
    tables: [{ title: 'Many instances', columns: COLUMNS, rows }],
    notes: [
      `Resident memory is that of the whole process, all threads, ${SETTLE_MS / 1000} s after it was ready. Each of ${figure(ASKING)} instances then called from its own address, one after the other: it took a token and read its id twice. The first read finds nothing prepared.`,
    ],
  };
}

/** Median and p99; one instance has too few look-ups for either. */
function lookUpTimes(times: readonly number[]): readonly string[] {
  return [0.5, 0.99].map((share) => (times.length < 100 ? '-' : figure(quantile(times, share))));
}

function withoutEveryLookUp({ lookUps, ...footprint }: Footprint): object {
  const { wrong, firstUs, secondUs } = lookUps;
  return { ...footprint, wrong, firstUs: spreadOf(firstUs), secondUs: spreadOf(secondUs) };
}
