import { statSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import { readBytes } from '#host';
import type { InstanceId } from '#model';
import type { Configuration } from './config/configuration.ts';
import { DEFAULT_CONFIGURATION } from './config/default-configuration.ts';
import { declaredInstances } from './declared-instance.ts';
import type { DeclaredInstance } from './declared-instance.ts';
import { parseText } from './parse-text.ts';
import { readConfigurationApart } from './read-configuration-apart.ts';
import type { DaemonSettings } from './settings.ts';
import { INSTANCES_PER_BATCH } from './take-over.ts';

/** A configuration as the daemon uses it. */
export interface LoadedConfiguration {
  readonly settings: Omit<Configuration, 'instances'>;
  readonly instanceCount: number;
  /** The first of them, at most `FIRST_IDS`. */
  readonly firstIds: readonly InstanceId[];
  /** In batches, once: there may be very many. Rejects if the rest of them cannot be had any more. */
  readonly instances: AsyncIterable<readonly DeclaredInstance[]>;
  /** What the operator should know of it. */
  readonly notes: readonly string[];
}

/** How many instances are named to the operator. */
const FIRST_IDS = 100;
/** From this size on, a file is read by a process of its own. */
const LARGE_FILE_BYTES = 1_048_576;

/** Reads and checks the configuration, or gives the built-in one without any. The error is for the operator. */
export async function loadConfiguration({
  config: file,
  source,
}: Pick<DaemonSettings, 'config' | 'source'>): Promise<Result<LoadedConfiguration, string>> {
  if (source !== undefined) {
    const made = await source.load();
    return made.ok ? ok(loaded(made.value.configuration, made.value.notes)) : made;
  }
  if (file === undefined) return ok(loaded(DEFAULT_CONFIGURATION));
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size < LARGE_FILE_BYTES ? readConfiguration(file) : readConfigurationApart(file);
}

/** Reads and checks a configuration file in this process. */
export async function readConfiguration(file: string): Promise<Result<LoadedConfiguration, string>> {
  const text = readBytes(file);
  if (!text.ok) return err(`${file}: cannot be read: ${text.error}`);
  const parsed = await parseText(new TextDecoder().decode(text.value), file);
  return parsed.ok ? ok(loaded(parsed.value)) : parsed;
}

function loaded(configuration: Configuration, notes: readonly string[] = []): LoadedConfiguration {
  const { instances, ...settings } = configuration;
  return {
    settings,
    instanceCount: instances.length,
    firstIds: instances.slice(0, FIRST_IDS).map(({ id }) => id),
    instances: batches(declaredInstances(configuration)),
    notes,
  };
}

async function* batches(instances: Iterable<DeclaredInstance>): AsyncGenerator<readonly DeclaredInstance[]> {
  let batch: DeclaredInstance[] = [];
  for (const instance of instances) {
    batch.push(instance);
    if (batch.length < INSTANCES_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
