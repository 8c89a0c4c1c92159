import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFixture } from '#recording';
import type { Fixture } from '#recording';
import { fail } from './failure.ts';
import { readService } from './read-service.ts';
import type { RecordOptions } from './verbs/record.ts';

/** Reads a metadata service and writes what it answered. Exit code 1: not all of it, or nothing. */
export async function record(url: URL, options: RecordOptions, json: boolean): Promise<void> {
  const toStdout = options.output === '-';
  if (toStdout && json) return fail('--json prints to stdout what was done; give --output a file', 2);
  const obstacle = toStdout ? undefined : await obstacleTo(options.output, options.force === true);
  if (obstacle !== undefined) return fail(obstacle, 1);
  const found = await readService(url, { ...options, trials: options.protocol === true, requireVersions: true });
  if (!found.ok) {
    const { kind, message } = found.error;
    return fail(`nothing was recorded: ${message}`, kind === 'no-such-version' ? 2 : 1);
  }
  const { fixture, notes } = found.value;
  const text = writeFixture(fixture);
  if (toStdout) process.stdout.write(text);
  else {
    const refusal = await write(options.output, text, options.force === true);
    if (refusal !== undefined) return fail(refusal, 1);
  }
  for (const note of notes) process.stderr.write(`openimds: ${note}\n`);
  if (fixture.incomplete !== undefined) fail(`the recording is not whole: ${fixture.incomplete}`, 1);
  if (json) process.stdout.write(`${JSON.stringify({ ...summary(fixture), file: options.output, notes })}\n`);
  else if (!toStdout) process.stdout.write(`${summaryText(fixture, options.output)}\n`);
}

/** Why the file will not be written, as far as that is to be seen before a service is read for minutes. */
async function obstacleTo(file: string, force: boolean): Promise<string | undefined> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) return `${file} is a folder; --output names a file in it`;
  if (there !== undefined && !force) return taken(file);
  const folder = await stat(dirname(file)).catch(() => undefined);
  return folder?.isDirectory() ? undefined : `${file} cannot be written: there is no folder ${dirname(file)}`;
}

function taken(file: string): string {
  return `${file} is there already; --force writes over it, --output names another`;
}

/** User data that was asked for may hold secrets, so the file is its owner's. */
async function write(file: string, text: string, force: boolean): Promise<string | undefined> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: force ? 'w' : 'wx' });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EEXIST' ? taken(file) : `${file} cannot be written: ${String(code)}`;
  }
}

interface Summary {
  readonly source: string;
  readonly protocol: Fixture['protocol'];
  readonly versions: readonly string[];
  readonly answers: number;
  readonly trials: number;
  /** How many bodies hold a fake in the place of a secret. */
  readonly replaced: number;
  readonly incomplete: string | null;
}

function summary({ source, protocol, versions, answers, trials, incomplete }: Fixture): Summary {
  const replaced = [...answers.values()].filter((answer) => answer.replaced !== undefined).length;
  return {
    source,
    protocol,
    versions,
    answers: answers.size,
    trials: trials.size,
    replaced,
    incomplete: incomplete ?? null,
  };
}

function summaryText(fixture: Fixture, file: string): string {
  const { answers, replaced, protocol } = summary(fixture);
  return `${file}: ${answers} answers read by IMDS${protocol}, ${replaced} secrets replaced. Serve it with: openimds up --from ${file}`;
}
