import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { load } from '../load/wrk.ts';
import type { LoadFigures } from '../load/wrk.ts';
import { findProgram } from '../measure/machine.ts';
import { cpuTimeNs } from '../measure/process-figures.ts';
import { shuffled, spreadOf } from '../measure/statistics.ts';
import { figure, spreadText } from '../report/number-text.ts';
import type { PartResult, Table } from '../report/part-result.ts';
import { startOpenimds } from '../servers/openimds.ts';
import type { ServerProcess } from '../servers/process.ts';
import { ID_PATH, TOKEN_PATH } from '../world.ts';
import type { Bench } from './bench.ts';

const ROUNDS = 9;
const SECONDS = 1;
const CONNECTIONS = 64;
/** Seldom enough that every caller is looked for. */
const PAUSE_MS = 50;

/** What is compared: nobody is looked for, and the default. */
const SETTINGS = ['off', 'v1-and-credentials'] as const;
type Setting = (typeof SETTINGS)[number];

/** How clients ask. */
const MODES = ['v1, keep-alive', 'v1, per connection', 'v2, keep-alive', 'v1, one new connection at a time'] as const;
type Mode = (typeof MODES)[number];

interface Sample {
  readonly round: number;
  readonly setting: Setting;
  readonly mode: Mode;
  readonly cpuUs: number;
  readonly p50Us: number;
  readonly requestsPerSecond: number;
  readonly failures: number;
}

interface Running {
  readonly setting: Setting;
  readonly port: number;
  readonly token: string;
  readonly process: ServerProcess;
}

/** What it costs to name the processes behind requests: the same server twice, with and without. */
export async function attribution(bench: Bench): Promise<PartResult> {
  const running: Running[] = [];
  try {
    for (const setting of SETTINGS) running.push(await start(setting, bench));
    const samples = await measure(running, bench);
    return { tables: [table(samples)], notes: notesOn(samples), leftOut: [], figures: samples };
  } finally {
    await Promise.all(running.map(({ process }) => process.stop()));
  }
}

async function start(setting: Setting, { folder, machine }: Bench): Promise<Running> {
  const configuration = join(folder, `attribution-${setting}.json`);
  const instances = [{ metadataOptions: { httpTokens: 'optional' } }];
  writeFileSync(configuration, JSON.stringify({ instances, dataPlane: { attribution: setting } }));
  const { process, port } = await startOpenimds('epoll', configuration, machine.pins);
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' };
  const answer = await fetch(`http://127.0.0.1:${port}${TOKEN_PATH}`, { method: 'PUT', headers });
  return { setting, port, process, token: await answer.text() };
}

async function measure(running: readonly Running[], { args, machine, progress }: Bench): Promise<readonly Sample[]> {
  const wrk = findProgram('wrk');
  const runs = running.flatMap((server) => MODES.map((mode) => ({ server, mode })));
  const samples: Sample[] = [];
  for (let round = 0; round <= (args.rounds ?? ROUNDS); round++) {
    progress(round === 0 ? 'attribution: warming up' : `attribution: round ${round}`);
    for (const { server, mode } of shuffled(runs)) {
      const usedNs = cpuTimeNs(server.process.pid);
      const figures = await ask(server, mode, { wrk, seconds: args.seconds ?? SECONDS, pins: machine.pins });
      const cpuUs = (cpuTimeNs(server.process.pid) - usedNs) / 1000 / figures.requests;
      if (round > 0) samples.push(sampleOf({ round, setting: server.setting, mode, cpuUs }, figures));
    }
  }
  return samples;
}

function ask(
  { port, token }: Running,
  mode: Mode,
  how: { readonly wrk: string | undefined; readonly seconds: number; readonly pins: Bench['machine']['pins'] },
): Promise<LoadFigures> {
  const one = mode === 'v1, one new connection at a time';
  const fields = [`Connection: ${one || mode === 'v1, per connection' ? 'close' : 'keep-alive'}`];
  if (mode === 'v2, keep-alive') fields.push(`X-aws-ec2-metadata-token: ${token}`);
  return load({
    ...how,
    // wrk counts its rests into the latency.
    wrk: one ? undefined : how.wrk,
    port,
    method: 'GET',
    path: ID_PATH,
    connections: one ? 1 : CONNECTIONS,
    fields,
    pauseMs: one ? PAUSE_MS : 0,
  });
}

function sampleOf(
  run: Pick<Sample, 'round' | 'setting' | 'mode' | 'cpuUs'>,
  { p50Us, requests, durationUs, failures }: LoadFigures,
): Sample {
  return { ...run, p50Us, requestsPerSecond: (requests / durationUs) * 1e6, failures };
}

function table(samples: readonly Sample[]): Table {
  const of = (mode: Mode, setting: Setting): readonly Sample[] =>
    samples.filter((sample) => sample.mode === mode && sample.setting === setting);
  return {
    title: 'Naming the process behind a request, on and off',
    columns: ['requests', 'CPU µs/request, on', 'off', 'on / off', 'p50 µs, on', 'off'],
    rows: MODES.map((mode) => {
      const [off, on] = [of(mode, 'off'), of(mode, 'v1-and-credentials')];
      const ratios = on.map((mine) => {
        const other = off.find(({ round }) => round === mine.round);
        return mine.cpuUs / (other?.cpuUs ?? Number.NaN);
      });
      const spread = (of: readonly Sample[], value: (sample: Sample) => number): string =>
        spreadText(spreadOf(of.map(value)));
      return [
        mode,
        spread(on, (sample) => sample.cpuUs),
        spread(off, (sample) => sample.cpuUs),
        spreadText(spreadOf(ratios)),
        spread(on, (sample) => sample.p50Us),
        spread(off, (sample) => sample.p50Us),
      ];
    }),
  };
}

function notesOn(samples: readonly Sample[]): readonly string[] {
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0);
  return [
    `At full load ${CONNECTIONS} connections ask at once, and what is looked for is limited: 64 connections of an instance between two hand-overs, 48 of them only among who called last. One at a time, with ${PAUSE_MS} ms between, every caller is looked for, so the last row is what that costs.`,
    'Median, in brackets the quartiles of all rounds. Ratios are made within a round and then ordered.',
    ...(failures > 0 ? [`${figure(failures)} requests failed.`] : []),
  ];
}
