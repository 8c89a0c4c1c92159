import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { send } from '../load/order.ts';
import { callApi, instanceIdsIn, requestText } from '../load/signed-call.ts';
import type { ApiCall, ApiEndpoint } from '../load/signed-call.ts';
import type { LoadFigures } from '../load/wrk.ts';
import { cpuTimeOfAllThreadsNs } from '../measure/process-figures.ts';
import { shuffled } from '../measure/statistics.ts';
import { WHO_AM_I } from '../servers/api-server.ts';
import type { ApiServerName, RunningApiServer } from '../servers/api-server.ts';
import type { LeftOut } from '../servers/server.ts';
import type { Bench } from './bench.ts';

/** What is called. */
export const API_CALL_NAMES = [
  'GetCallerIdentity',
  'DescribeInstances, 1 of 100 by id',
  'DescribeInstances, all 100',
  'ModifyInstanceMetadataOptions',
] as const;

/** One of them. */
export type ApiCallName = (typeof API_CALL_NAMES)[number];

/** One run. */
export interface ApiSample {
  readonly round: number;
  readonly server: ApiServerName;
  readonly call: ApiCallName;
  /** CPU time of the server for each call it answered. */
  readonly cpuUs: number;
  readonly callsPerSecond: number;
  /** How much of the run the server was on its core. */
  readonly busyShare: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** Size of one answer, without its head. */
  readonly answerBytes: number;
  readonly failures: number;
}

/** Instances in each server. */
export const API_INSTANCES = 100;
const ROUNDS = 7;
const SECONDS = 1;
const CONNECTIONS = 8;
/** Requests signed for a run, no two of them alike. */
const BATCH = 256;

interface Run {
  readonly server: RunningApiServer;
  readonly name: ApiCallName;
  readonly ids: readonly string[];
  readonly answerBytes: number;
}

/** All servers up and idle, short runs in an order of chance, round by round. What a server cannot answer is left out. */
export async function measureCalls(
  servers: readonly RunningApiServer[],
  bench: Bench,
): Promise<{ readonly samples: readonly ApiSample[]; readonly leftOut: readonly LeftOut[] }> {
  const runs: Run[] = [];
  const leftOut: LeftOut[] = [];
  for (const server of servers) {
    const ids = instanceIdsIn((await callApi(describe({}), server.endpoint)).body);
    for (const name of API_CALL_NAMES) {
      const { problem, answerBytes } = await tried(name, ids, server.endpoint);
      if (problem === undefined) runs.push({ server, name, ids, answerBytes });
      else leftOut.push({ name: `${server.name}, ${name}`, reason: problem });
    }
  }
  const rounds = bench.args.rounds ?? ROUNDS;
  const seconds = bench.args.seconds ?? SECONDS;
  bench.progress('api: warming up');
  for (const run of runs) await sample(run, seconds, bench);
  const samples: ApiSample[] = [];
  for (let round = 1; round <= rounds; round++) {
    bench.progress(`api: round ${round} of ${rounds}, ${runs.length} runs of ${seconds} s`);
    for (const run of shuffled(runs)) samples.push({ round, ...(await sample(run, seconds, bench)) });
  }
  return { samples, leftOut };
}

/** Refuses to measure who does not check what it is asked for: a signature that is wrong must not be answered by 200. */
export async function provesSignatures({ endpoint, name }: RunningApiServer): Promise<void> {
  const { status } = await callApi(WHO_AM_I, { ...endpoint, secretAccessKey: 'wrong' });
  if (status !== 403) throw new Error(`${name} answers a wrong signature by ${status}, not 403`);
}

async function sample(
  { server, name, ids, answerBytes }: Run,
  seconds: number,
  { machine, folder }: Bench,
): Promise<Omit<ApiSample, 'round'>> {
  const file = join(folder, 'requests.json');
  const requests = Array.from({ length: BATCH }, (_, turn) =>
    requestText(callInTurn(name, ids, turn), server.endpoint, turn),
  );
  writeFileSync(file, JSON.stringify(requests));
  const { port } = server.endpoint;
  const usedNs = cpuTimeOfAllThreadsNs(server.pid);
  const figures = await send<LoadFigures>(
    { kind: 'request-loop', port, file, connections: CONNECTIONS, seconds },
    machine.pins,
  );
  const cpuUs = (cpuTimeOfAllThreadsNs(server.pid) - usedNs) / 1000;
  const { requests: answered, durationUs, p50Us, p99Us, failures } = figures;
  return {
    server: server.name,
    call: name,
    cpuUs: cpuUs / answered,
    callsPerSecond: (answered / durationUs) * 1e6,
    busyShare: cpuUs / durationUs,
    p50Us,
    p99Us,
    answerBytes,
    failures,
  };
}

/** Calls once, and says what is wrong with the answer. */
async function tried(
  name: ApiCallName,
  ids: readonly string[],
  endpoint: ApiEndpoint,
): Promise<{ readonly problem?: string; readonly answerBytes: number }> {
  const { status, body } = await callApi(callInTurn(name, ids, 0), endpoint);
  const answerBytes = Buffer.byteLength(body);
  if (status !== 200) return { problem: `answered by ${status}: ${body.slice(0, 200)}`, answerBytes };
  const [found, wanted] = [instanceIdsIn(body).length, instancesIn(name)];
  if (found !== wanted) return { problem: `${found} instances in the answer, not ${wanted}`, answerBytes };
  return { answerBytes };
}

function instancesIn(name: ApiCallName): number {
  switch (name) {
    case 'GetCallerIdentity':
      return 0;
    case 'DescribeInstances, all 100':
      return API_INSTANCES;
    case 'DescribeInstances, 1 of 100 by id':
    case 'ModifyInstanceMetadataOptions':
      return 1;
  }
}

/** One instance after the other, and with each turn another hop limit (1 to 64), so that every modification changes something. */
function callInTurn(name: ApiCallName, ids: readonly string[], turn: number): ApiCall {
  const id = ids[turn % ids.length] ?? '';
  switch (name) {
    case 'GetCallerIdentity':
      return WHO_AM_I;
    case 'DescribeInstances, 1 of 100 by id':
      return describe({ 'InstanceId.1': id });
    case 'DescribeInstances, all 100':
      return describe({});
    case 'ModifyInstanceMetadataOptions': {
      const parameters = { InstanceId: id, HttpPutResponseHopLimit: String(1 + (turn % 64)) };
      return { service: 'ec2', action: name, parameters };
    }
  }
}

/** `DescribeInstances` with these parameters. */
export function describe(parameters: ApiCall['parameters']): ApiCall {
  return { service: 'ec2', action: 'DescribeInstances', parameters };
}
