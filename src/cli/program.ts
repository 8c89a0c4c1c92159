import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  apiPortOption,
  configOption,
  ephemeralOption,
  hostOption,
  jsonOption,
  outputOption,
  portOption,
  profileOption,
  rootOption,
  stateOption,
  transportOption,
  workersOption,
} from './options.ts';
import { daemonSettings } from './up-settings.ts';
import type { UpOptions } from './up-settings.ts';
import { discardEmptyVariables, readSwitch } from './variables.ts';
import { packageVersion } from './version.ts';

/** Runs what the command line asks for. Help is a success; what is asked wrongly ends with 2. */
export async function main(): Promise<void> {
  discardEmptyVariables(process.env);
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** The command with its verbs. What a verb needs is loaded when it runs: help and complaints are there at once. */
function createProgram(): Command {
  const program = new Command('openimds')
    .description('The EC2 Instance Metadata Service as open software you run yourself.')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'openimds: ')) })
    .helpCommand(false)
    .allowExcessArguments(false)
    .version(packageVersion(), '-V, --version', 'print the version')
    .addHelpText(
      'after',
      '\nEvery flag has a variable: --api-port is OPENIMDS_API_PORT. Flags beat variables, which beat the file.',
    );
  addUp(program);
  addCerts(program);
  addEnv(program);
  addVersion(program);
  return program;
}

function addUp(program: Command): void {
  const command = verb(program, 'up', 'run the metadata service in the foreground', [
    ['openimds up', 'one ready-made instance on http://127.0.0.1:1338'],
    ['openimds up --config openimds.yaml --host 169.254.169.254 --port 80', 'your instances, where EC2 has them'],
    ['openimds up --port 0 --ephemeral --json', 'for scripts: a free port, nothing kept, one JSON object when ready'],
  ]);
  for (const option of [portOption(), apiPortOption(), hostOption(), configOption(), stateOption(), ephemeralOption()])
    command.addOption(option);
  for (const option of [
    transportOption(),
    workersOption(),
    profileOption(),
    jsonOption('print one JSON object a line'),
  ])
    command.addOption(option);
  command.action(
    checked(async (self) => {
      const settings = daemonSettings(self, process.env);
      const json = isJson(self);
      const { up } = await import('./up.ts');
      await up(settings, json);
    }),
  );
}

function addCerts(program: Command): void {
  verb(program, 'certs', 'print the certificates that verify identity documents', [
    ['openimds certs', 'all three, one after the other'],
    ['openimds certs --output certs/', 'certs/dsa.pem, certs/rsa.pem and certs/rsa2048.pem'],
  ])
    .addOption(stateOption())
    .addOption(outputOption())
    .addOption(jsonOption('print {"dsa","rsa","rsa2048"}'))
    .action(
      checked(async (self) => {
        const { state, output } = self.opts<{ state?: string; output?: string }>();
        const json = isJson(self);
        const { certs } = await import('./certs.ts');
        await certs({ state, output, json });
      }),
    );
}

function addEnv(program: Command): void {
  verb(program, 'env', 'print the variables that point AWS SDKs and tools here', [
    ['eval "$(openimds env)"', 'for the rest of this shell'],
    ['openimds env --port 8080', 'for a service on another port'],
    ['eval "$(openimds env --root)"', 'the AWS CLI then calls the AWS API here, as the root user'],
  ])
    .addOption(portOption())
    .addOption(hostOption())
    .addOption(rootOption())
    .addOption(stateOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { host, port, root, state } = self.opts<Pick<UpOptions, 'host' | 'port' | 'state'> & { root?: true }>();
        const json = isJson(self);
        const { env, rootEnv } = await import('./env.ts');
        if (root ?? readSwitch(process.env, 'OPENIMDS_ROOT') ?? false) return rootEnv(state, json);
        if (port === 0)
          throw new InvalidArgumentError('port 0 is any free one; give the port that "openimds up" printed');
        env(host, port, json);
      }),
    );
}

function addVersion(program: Command): void {
  verb(program, 'version', 'print the version', [['openimds version --json', 'with the version of Node']])
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked((self) => {
        const version = packageVersion();
        const text = isJson(self) ? JSON.stringify({ version, node: process.versions.node }) : version;
        process.stdout.write(`${text}\n`);
      }),
    );
}

function verb(
  program: Command,
  name: string,
  summary: string,
  examples: readonly (readonly [string, string])[],
): Command {
  const width = Math.max(...examples.map(([example]) => example.length));
  const lines = examples.map(([example, meaning]) => `  ${example.padEnd(width)}  ${meaning}`);
  return program
    .command(name)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .summary(summary)
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

function isJson(command: Command): boolean {
  return command.opts<{ json?: true }>().json ?? readSwitch(process.env, 'OPENIMDS_JSON') ?? false;
}

/** Tells flags that contradict each other as commander tells a flag that is wrong by itself. */
function checked(action: (self: Command) => void | Promise<void>): (this: Command) => Promise<void> {
  return async function () {
    try {
      await action(this);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      this.error(`error: ${error.message}`, { code: error.code });
    }
  };
}
