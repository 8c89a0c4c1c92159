import type { Command } from 'commander';
import type { DaemonNotice, DaemonSettings } from '#daemon';
import { configurationHere, contradiction, stateDirectory } from '../up-settings.ts';
import type { Environment } from '../variables.ts';
import { packageVersion } from '../version.ts';
import type { RunRequest } from './run.ts';

/** The options of `run` as commander leaves them. */
interface RunOptions {
  readonly instance?: string;
  readonly hops: number;
  readonly network: 'none' | 'host';
  readonly config?: string;
  readonly from?: string;
  readonly state?: string;
}

/** What flags and variables come to. Throws `InvalidArgumentError` where they contradict each other. */
export function runRequest(command: Command, environment: Environment): RunRequest {
  const options = command.opts<RunOptions>();
  if (options.config !== undefined && options.from !== undefined) throw contradiction('--config and --from');
  const state = stateDirectory(command, environment);
  const isOwn = options.config !== undefined || options.from !== undefined;
  const [program = 'sh', ...args] = command.args;
  return {
    command: [program, ...args],
    hops: options.hops,
    network: options.network,
    serve: {
      instanceId: options.instance,
      runningState: isOwn ? undefined : state,
      recording: options.from,
      own: ownSettings(options.config, options.state === undefined ? undefined : state),
      notice,
    },
  };
}

/** A state is kept only where one is named: a program that ran once is to leave nothing behind. */
function ownSettings(config: string | undefined, state: string | undefined): DaemonSettings {
  return {
    version: packageVersion(),
    config: config ?? configurationHere(),
    host: [],
    isHidden: true,
    port: 0,
    portIsExplicit: true,
    apiPort: 0,
    apiPortIsExplicit: true,
    stateDirectory: state,
    transport: undefined,
    workers: undefined,
    profile: undefined,
  };
}

function notice({ message }: DaemonNotice): void {
  process.stderr.write(`openimds: ${message}\n`);
}
