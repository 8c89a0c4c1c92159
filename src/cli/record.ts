import { writeFile } from 'node:fs/promises';
import { writeFixture } from '#recording';
import type { Fixture } from '#recording';
import { fail } from './failure.ts';
import { readService } from './read-service.ts';
import type { RecordOptions } from './verbs/record.ts';

/** Reads a metadata service and writes what it answered. Exit code 1: not all of it, or nothing. */
export async function record(url: URL, options: RecordOptions, json: boolean): Promise<void> {
  const toStdout = options.output === '-';
  if (toStdout && json) return fail('--json prints to stdout what was done; give --output a file', 2);
  const found = await readService(url, options, options.protocol === true);
  if (!found.ok) return fail(`nothing was recorded: ${found.error}`, 1);
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

/** User data that was asked for may hold secrets, so the file is its owner's. */
async function write(file: string, text: string, force: boolean): Promise<string | undefined> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: force ? 'w' : 'wx' });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EEXIST'
      ? `${file} is there already; --force writes over it, --output names another`
      : `${file} cannot be written: ${String(code)}`;
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
