import { join } from 'node:path';

import { callApi } from '../load/signed-call.ts';
import { residentBytes } from '../measure/process-figures.ts';
import { shuffled } from '../measure/statistics.ts';
import type { PartResult } from '../report/part-result.ts';
import type { ApiServer, RunningApiServer } from '../servers/api-server.ts';
import { moto, motoVersion } from '../servers/moto.ts';
import { openimdsApi } from '../servers/openimds-api.ts';
import { startAll } from '../servers/server.ts';
import { writeConfiguration } from '../world.ts';
import { API_INSTANCES, measureCalls, provesSignatures } from './api-calls.ts';
import { measureInventory } from './api-inventory.ts';
import type { Inventory } from './api-inventory.ts';
import { apiTables } from './api-tables.ts';
import type { ApiStart } from './api-tables.ts';
import type { Bench } from './bench.ts';

const STARTS = 5;
/** The smaller of the two inventories; the larger is as many as are asked for. */
const MANY = 10_000;

/** The AWS API: calls per second and CPU per call beside moto_server, start to the first answer, and very many instances. */
export async function api(bench: Bench): Promise<PartResult> {
  const { args, folder } = bench;
  const called = await callsOfAll(bench);
  const starts = await startAgain(apiServers(bench, 1), called.able, bench);
  const inventories: Inventory[] = [];
  for (const instances of new Set([Math.min(MANY, args.instances), args.instances])) {
    bench.progress(`api: ${instances} instances`);
    const configuration = join(folder, `api-${instances}.json`);
    writeConfiguration(configuration, instances);
    inventories.push(await measureInventory(openimdsApi('SQLite', configuration, settings(bench)), instances));
  }
  const { samples, leftOut } = called;
  const figures = { samples, starts, inventories };
  const version = called.able.has('moto_server') ? motoVersion() : undefined;
  return { ...apiTables({ ...figures, motoVersion: version }), leftOut, figures };
}

async function callsOfAll(bench: Bench) {
  bench.progress(`api: starting the servers with ${API_INSTANCES} instances`);
  const { running, leftOut } = await startAll(apiServers(bench, API_INSTANCES));
  try {
    for (const server of running)
      await (server.name === 'moto_server' ? runInstances(server) : provesSignatures(server));
    const measured = await measureCalls(running, bench);
    const able = new Set(running.map(({ name }) => name));
    return { samples: measured.samples, leftOut: [...leftOut, ...measured.leftOut], able };
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
}

/** moto has no configuration file: its instances are launched. */
async function runInstances({ endpoint }: RunningApiServer): Promise<void> {
  const count = String(API_INSTANCES);
  const parameters = {
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 't3.micro',
    MinCount: count,
    MaxCount: count,
    'TagSpecification.1.ResourceType': 'instance',
    'TagSpecification.1.Tag.1.Key': 'Name',
    'TagSpecification.1.Tag.1.Value': 'web',
  };
  const { status, body } = await callApi({ service: 'ec2', action: 'RunInstances', parameters }, endpoint);
  if (status !== 200) throw new Error(`moto_server answers RunInstances by ${status}: ${body.slice(0, 200)}`);
}

/** Only those that were able to start before, so that all files they need are in the page cache. */
async function startAgain(
  servers: readonly ApiServer[],
  able: ReadonlySet<string>,
  { args, progress }: Bench,
): Promise<readonly ApiStart[]> {
  const rounds = args.rounds ?? STARTS;
  const starts: ApiStart[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`api: start ${round} of ${rounds}`);
    for (const server of shuffled(servers.filter(({ name }) => able.has(name)))) starts.push(await startOnce(server));
  }
  return starts;
}

async function startOnce(server: ApiServer): Promise<ApiStart> {
  const beganAtMs = performance.now();
  const { name, pid, stop } = await server.start();
  const milliseconds = performance.now() - beganAtMs;
  const bytes = residentBytes(pid);
  await stop();
  return { server: name, milliseconds, residentBytes: bytes };
}

function apiServers(bench: Bench, instances: number): readonly ApiServer[] {
  const configuration = join(bench.folder, `api-${instances}.json`);
  writeConfiguration(configuration, instances);
  const states = ['SQLite', '--ephemeral'] as const;
  return [...states.map((state) => openimdsApi(state, configuration, settings(bench))), moto(settings(bench))];
}

function settings({ machine, folder }: Bench) {
  return { pins: machine.pins, folder };
}
