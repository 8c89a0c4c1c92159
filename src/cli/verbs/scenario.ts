import { Argument, InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { parseText } from '../option-values.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds scenario run` and `list`. */
export function addScenario(program: Command): void {
  const scenario = verb(program, 'scenario', 'play a timed script of events, faults, option changes and traffic', [
    ['openimds scenario list', 'the ready ones'],
    ['openimds scenario run spot-reclaim --virtual', 'in milliseconds, on a service of its own'],
    ['openimds scenario run imds-outage-at-boot', 'on the running openimds, and put back afterwards'],
  ]);
  addRun(scenario);
  addList(scenario);
}

interface RunFlags {
  readonly state?: string;
  readonly apiUrl?: string;
  readonly imdsUrl?: string;
  readonly virtual?: true;
  readonly keep?: true;
  readonly speed: number;
}

function addRun(scenario: Command): void {
  const run = verb(scenario, 'run', 'play a scenario; ends with 1 where something was not as it expects', [
    ['openimds scenario run boot-storm', 'a ready one, by its name, in real time'],
    ['openimds scenario run ./my.yaml --virtual', 'a file, as a test'],
    ['openimds scenario run spot-reclaim --speed 10 --json', 'ten times as fast, told in lines of JSON'],
  ])
    .addArgument(new Argument('<FILE|NAME>', 'a YAML file, or the name of a ready one'))
    .addOption(new Option('--virtual', 'start a service of its own whose time passes at once (env: OPENIMDS_VIRTUAL)'))
    .addOption(new Option('--keep', 'leave faults, options and events as they are at the end (env: OPENIMDS_KEEP)'))
    .addOption(
      new Option('--speed <FACTOR>', 'play so many times as fast: 0.01 to 1000')
        .env('OPENIMDS_SPEED')
        .default(1)
        .argParser(parseSpeed),
    )
    .addOption(
      new Option('--imds-url <URL>', 'the metadata service, where --api-url gives the API')
        .env('OPENIMDS_IMDS_URL')
        .argParser(parseUrl),
    )
    .addOption(stateOption())
    .addOption(apiUrlOption())
    .addOption(jsonOption('print each step as a line of JSON'));
  run.action(
    checked(async (self) => {
      const { state, apiUrl, imdsUrl, speed, ...flags } = self.opts<RunFlags>();
      const { runScenario } = await import('../scenario/run-scenario.ts');
      await runScenario(String(self.processedArgs[0]), {
        target: { state, apiUrl },
        imdsUrl,
        speed,
        virtual: flags.virtual ?? readSwitch(process.env, 'OPENIMDS_VIRTUAL') ?? false,
        keep: flags.keep ?? readSwitch(process.env, 'OPENIMDS_KEEP') ?? false,
        json: isJson(self),
      });
    }),
  );
}

function addList(scenario: Command): void {
  verb(scenario, 'list', 'list the ready scenarios', [['openimds scenario list --json', 'with what each does']])
    .addOption(jsonOption('print JSON'))
    .action(
      checked(async (self) => {
        const { listScenarios } = await import('../scenario/run-scenario.ts');
        await listScenarios(isJson(self));
      }),
    );
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && speed >= 0.01 && speed <= 1000) return speed;
  throw new InvalidArgumentError('expected a number from 0.01 to 1000');
}

function parseUrl(text: string): string {
  const url = parseText(text);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new InvalidArgumentError('expected a URL such as http://127.0.0.1:1338');
}
