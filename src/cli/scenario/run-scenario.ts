import { err, ok } from '#base';
import type { Result } from '#base';
import { realPlatform } from '#host';
import { play } from '#scenario';
import type { Pace, Progress, Scenario, ScenarioService } from '#scenario';
import { libraryNames, loadScenario } from '#stage';
import { AdminClient } from '../admin-client.ts';
import type { AdminTarget } from '../admin-target.ts';
import { fail } from '../failure.ts';
import { httpService } from './http-service.ts';
import { progressLine } from './progress-lines.ts';
import { RealPace } from './real-pace.ts';
import { virtualService } from './virtual-service.ts';

/** How a scenario is run. */
export interface RunScenario {
  readonly target: AdminTarget;
  /** Where metadata is asked for; undefined: where the service says. */
  readonly imdsUrl: string | undefined;
  readonly virtual: boolean;
  readonly keep: boolean;
  readonly json: boolean;
  readonly speed: number;
}

/** What it is run on. */
interface Stage {
  readonly service: ScenarioService;
  readonly pace: Pace & { interrupt(): void };
  close(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs a scenario by file or name. Exit code 0: all was as expected; 1: something was not; 2: it cannot be read. */
export async function runScenario(fileOrName: string, how: RunScenario): Promise<void> {
  const scenario = await loadScenario(fileOrName, how.speed);
  if (!scenario.ok) return fail(scenario.error, 2);
  const stage = how.virtual ? await virtualService(scenario.value) : await runningService(how);
  if (!stage.ok) return fail(stage.error, how.virtual ? 2 : 1);
  const interrupt = (): void => stage.value.pace.interrupt();
  for (const signal of SIGNALS) process.once(signal, interrupt);
  try {
    const outcome = await playOn(stage.value, scenario.value, how);
    if (outcome !== 'passed') process.exitCode = 1;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
    await stage.value.close();
  }
}

/** Prints what there is in the library. */
export async function listScenarios(json: boolean): Promise<void> {
  const ready: { name: string; title: string; description: string }[] = [];
  for (const name of libraryNames()) {
    const scenario = await loadScenario(name, 1);
    if (!scenario.ok) return fail(scenario.error, 1);
    ready.push({ name, title: scenario.value.name, description: scenario.value.description.trim() });
  }
  const width = Math.max(...ready.map(({ name }) => name.length));
  const lines = json ? [JSON.stringify(ready)] : ready.map(({ name, title }) => `${name.padEnd(width)}  ${title}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function playOn({ service, pace }: Stage, scenario: Scenario, { keep, json }: RunScenario): ReturnType<typeof play> {
  const report = (progress: Progress): void => {
    const line = json ? JSON.stringify(progress) : progressLine(progress);
    if (line !== undefined) process.stdout.write(`${line}\n`);
  };
  return play(scenario, { service, pace, report, keep });
}

async function runningService({ target, imdsUrl: given }: RunScenario): Promise<Result<Stage, string>> {
  const found = await AdminClient.find(target, process.env);
  if (!found.ok) return found;
  const { access } = found.value;
  const imdsUrl = given ?? access.imds?.url;
  if (imdsUrl === undefined) return err('--api-url says nothing of the metadata service; give its URL with --imds-url');
  const answers = await found.value.call({ method: 'GET', path: '/status' });
  if (!answers.ok) return answers;
  const { clock } = realPlatform();
  const service = httpService({ access, imdsUrl, clock });
  return ok({ service, pace: new RealPace(), close: () => Promise.resolve() });
}
