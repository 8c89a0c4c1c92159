import { existsSync } from 'node:fs';

import type { DaemonSettings } from '#daemon';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { packageVersion } from './version.ts';
import { defaultStateDirectory } from './directories.ts';
import { readSwitch } from './variables.ts';
import type { Environment } from './variables.ts';

/** The options of `up` as commander leaves them. */
export interface UpOptions {
  readonly port: number;
  readonly apiPort: number;
  readonly host: readonly string[];
  readonly config?: string;
  readonly from?: string;
  readonly state?: string;
  readonly ephemeral?: true;
  readonly json?: true;
  readonly events?: true;
  readonly transport?: 'auto' | 'epoll' | 'net';
  readonly workers?: number;
  readonly profile?: 'modern' | 'legacy';
}

const CONFIGURATION_FILE = 'openimds.yaml';

/** The file in the current folder, which is taken up where no other is named. */
export function configurationHere(): string | undefined {
  return existsSync(CONFIGURATION_FILE) ? CONFIGURATION_FILE : undefined;
}

/** What flags and variables come to. Throws `InvalidArgumentError` where they contradict each other. */
export function daemonSettings(command: Command, environment: Environment): DaemonSettings {
  const options = command.opts<UpOptions>();
  if (options.config !== undefined && options.from !== undefined) throw contradiction('--config and --from');
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) !== 'default';
  return {
    version: packageVersion(),
    config: options.config ?? configurationHere(),
    host: options.host,
    port: options.port,
    portIsExplicit: isGiven('port'),
    apiPort: options.apiPort,
    apiPortIsExplicit: isGiven('apiPort'),
    stateDirectory: stateDirectory(command, environment),
    transport: options.transport,
    workers: options.workers,
    profile: options.profile,
  };
}

/**
 * Where state is kept, by `--state` and `--ephemeral`; undefined: nowhere. A flag beats a variable; of equals, neither does.
 * Throws `InvalidArgumentError` where they contradict each other.
 */
export function stateDirectory(command: Command, environment: Environment): string | undefined {
  const { state, ephemeral } = command.opts<UpOptions>();
  const stateIsFlag = command.getOptionValueSource('state') === 'cli';
  if (ephemeral === true && stateIsFlag) throw contradiction('--ephemeral and --state');
  if (ephemeral === true) return undefined;
  if (!stateIsFlag && readSwitch(environment, 'OPENIMDS_EPHEMERAL') === true) {
    if (state !== undefined) throw contradiction('OPENIMDS_EPHEMERAL and OPENIMDS_STATE');
    return undefined;
  }
  return state ?? defaultStateDirectory(environment);
}

/** Flags that cannot be meant together. */
export function contradiction(pair: string): InvalidArgumentError {
  return new InvalidArgumentError(`${pair} contradict each other; give one of them`);
}
