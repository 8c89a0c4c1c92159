import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Configuration } from './config/configuration.ts';
import type { DeclaredInstance } from './declared-instance.ts';
import type { LoadedConfiguration } from './load-configuration.ts';

/** What the reading process writes, a line of JSON each: `wrong` alone, or `settings` and then every batch and `end`. */
export type ReaderLine =
  | { readonly kind: 'wrong'; readonly error: string }
  | ({ readonly kind: 'settings'; readonly settings: PlainSettings } & Pick<
      LoadedConfiguration,
      'instanceCount' | 'firstIds'
    >)
  | { readonly kind: 'batch'; readonly instances: readonly DeclaredInstance[] }
  | { readonly kind: 'end' };

/** Settings without maps, which JSON does not have. */
interface PlainSettings extends Omit<LoadedConfiguration['settings'], 'roles' | 'images'> {
  readonly roles: readonly Entry<Configuration['roles']>[];
  readonly images: readonly Entry<Configuration['images']>[];
}

type Entry<Table> = Table extends ReadonlyMap<infer Key, infer Value> ? readonly [Key, Value] : never;

/** The settings of a loaded configuration as they are written. */
export function plainSettings({ settings }: LoadedConfiguration): PlainSettings {
  return { ...settings, roles: [...settings.roles], images: [...settings.images] };
}

/**
 * Reads a large configuration file in a process of its own. Checking takes many times the memory of what comes of it, and
 * a process is the only thing that gives memory back for certain; this one goes on answering requests meanwhile.
 */
export async function readConfigurationApart(file: string): Promise<Result<LoadedConfiguration, string>> {
  const program = fileURLToPath(new URL(`./configuration-reader${import.meta.url.slice(-3)}`, import.meta.url));
  const reader = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = parsedLines(createInterface({ input: reader.stdout }));
  const first = (await lines.next()).value;
  if (first?.kind === 'wrong') return err(first.error);
  if (first?.kind !== 'settings') return err(`${file}: the process that reads it ended early`);
  const { settings, instanceCount, firstIds } = first;
  const maps = { roles: new Map(settings.roles), images: new Map(settings.images) };
  return ok({
    settings: { ...settings, ...maps },
    instanceCount,
    firstIds,
    instances: batches(file, lines),
    notes: [],
  });
}

async function* parsedLines(lines: AsyncIterable<string>): AsyncGenerator<ReaderLine, undefined> {
  for await (const line of lines) yield JSON.parse(line) as ReaderLine;
  return undefined;
}

async function* batches(file: string, lines: AsyncIterable<ReaderLine>): AsyncGenerator<readonly DeclaredInstance[]> {
  for await (const line of lines) {
    if (line.kind === 'end') return;
    if (line.kind === 'batch') yield line.instances;
  }
  throw new Error(`${file}: the process that reads it ended early`);
}
