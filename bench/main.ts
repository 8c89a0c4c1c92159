// Measures openimds beside other servers on this machine. Nothing here passes or fails: it gives figures to read.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readArguments, USAGE } from './arguments.ts';
import type { BenchArguments, PartName } from './arguments.ts';
import { describeMachine, machineText } from './measure/machine.ts';
import { canMeasureCpu } from './measure/process-figures.ts';
import { api } from './parts/api.ts';
import { attribution } from './parts/attribution.ts';
import type { Bench } from './parts/bench.ts';
import { memory } from './parts/memory.ts';
import { soak } from './parts/soak.ts';
import { start } from './parts/start.ts';
import { storm } from './parts/storm.ts';
import { throughput } from './parts/throughput.ts';
import type { PartResult } from './report/part-result.ts';
import { resultsText, writeDocument, writeJson } from './report/write-results.ts';
import { peerVersions } from './servers/peers.ts';

const PART: Record<PartName, (bench: Bench) => Promise<PartResult>> = {
  throughput,
  storm,
  start,
  memory,
  api,
  attribution,
  soak,
};
const QUIET_LOAD = 0.5;

const args = readArguments(process.argv.slice(2));
if (args === 'help') process.stdout.write(USAGE);
else if ('problem' in args) refuse(`${args.problem}\n\n${USAGE}`);
else if (!canMeasureCpu()) refuse('this needs Linux with /proc/PID/task/TID/schedstat\n');
else await run(args);

async function run(args: BenchArguments): Promise<void> {
  const machine = describeMachine(peerVersions());
  progress(machineText(machine));
  if (machine.loadBefore > QUIET_LOAD)
    progress('others use this machine too: ratios are usable, single figures are not');
  const folder = mkdtempSync(join(tmpdir(), 'openimds-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const parts: Partial<Record<PartName, PartResult>> = {};
  for (const name of args.parts) parts[name] = await measured(name, { args, machine, folder, progress });
  const results = { measuredAt: new Date().toISOString(), machine, parts };
  process.stdout.write(resultsText(results));
  progress(`figures in ${writeJson(results, args.json)}`);
  if (args.writeDocs) writeDocument(results);
}

/** A part that cannot run does not take the others with it. */
async function measured(name: PartName, bench: Bench): Promise<PartResult> {
  try {
    return await PART[name](bench);
  } catch (error) {
    process.exitCode = 1;
    const reason = error instanceof Error ? error.message : String(error);
    return { tables: [], notes: [], leftOut: [{ name, reason }], figures: [] };
  }
}

function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

function refuse(text: string): void {
  process.stderr.write(`bench: ${text}`);
  process.exitCode = 2;
}
