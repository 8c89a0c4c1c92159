import { readFile } from 'node:fs/promises';
import { err, ok } from '#base';
import type { Result } from '#base';
import { compareFixtures, isOfForm, readFixture } from '#recording';
import type { Comparison, Fixture } from '#recording';
import { differenceLines } from './difference-lines.ts';
import { fail } from './failure.ts';
import { readService } from './read-service.ts';
import { parseServiceUrl } from './recording-options.ts';
import type { DiffOptions } from './verbs/diff.ts';

/** What is compared: the side as it was called, and what it answers. */
interface Side {
  readonly name: string;
  readonly fixture: Fixture;
  readonly notes: readonly string[];
}

/** Compares two services or recordings. Exit code 0: same; 1: different; 2: they could not be compared. */
export async function diff(names: readonly [string, string], options: DiffOptions, json: boolean): Promise<void> {
  const [a, b] = await readSides(names, options);
  if (!a.ok) return fail(a.error, 2);
  if (!b.ok) return fail(b.error, 2);
  const comparison = compareFixtures(a.value.fixture, b.value.fixture, {
    lastModified: options.lastModified === true,
    ignoredHeaders: new Set(options.ignoreHeader),
    headerForm: options.headerForm,
  });
  const notes = [...a.value.notes, ...b.value.notes, ...trialNotes(a.value, b.value, options)];
  if (json) process.stdout.write(`${JSON.stringify({ ...jsonOf(a.value, b.value, comparison), notes })}\n`);
  else tell(a.value, b.value, comparison, notes);
  if (comparison.differences.length > 0) process.exitCode = 1;
}

/** A recording says which versions to read of a service, unless a flag does. */
async function readSides(
  [a, b]: readonly [string, string],
  options: DiffOptions,
): Promise<[Result<Side, string>, Result<Side, string>]> {
  const recordings = await Promise.all([a, b].map(async (name) => (isFile(name) ? readRecording(name) : undefined)));
  const known = recordings.flatMap((side) => (side?.ok === true ? [side.value.fixture] : []));
  const versions = options.versions ?? known[0]?.versions ?? 'latest';
  const hasUserData = known.some(({ answers }) =>
    [...answers].some(([path, { replaced }]) => path.endsWith('/user-data') && replaced === undefined),
  );
  const reading = { ...options, versions, ...(hasUserData ? { userData: true as const } : {}) };
  const trials = options.protocol && known.every((fixture) => fixture.trials.size > 0);
  const read = async (name: string, recording: Result<Side, string> | undefined): Promise<Result<Side, string>> =>
    recording ?? readSide(name, reading, trials);
  return [await read(a, recordings[0]), await read(b, recordings[1])];
}

/** Whatever does not look like the place of a service. */
function isFile(name: string): boolean {
  return (
    !/^https?:\/\//i.test(name) && !/^(?:\[[0-9a-f:]+\]|[\w.-]+):\d+$/i.test(name) && !/^\d+(?:\.\d+){3}$/.test(name)
  );
}

async function readRecording(name: string): Promise<Result<Side, string>> {
  const text = await readFile(name, 'utf8').catch(() => undefined);
  if (text === undefined) return err(`${name}: cannot be read; a service is named by its http:// URL`);
  const fixture = readFixture(text);
  if (!fixture.ok) return err(`${name}: ${fixture.error}`);
  const { incomplete } = fixture.value;
  const notes = incomplete === undefined ? [] : [`${name} is not whole: ${incomplete}`];
  return ok({ name, fixture: fixture.value, notes });
}

async function readSide(name: string, options: DiffOptions, trials: boolean): Promise<Result<Side, string>> {
  const found = await readService(parseServiceUrl(name), options, trials);
  if (!found.ok) return err(found.error);
  const { fixture, notes } = found.value;
  if (fixture.incomplete !== undefined) return err(`${name} was not read to its end: ${fixture.incomplete}`);
  return ok({ name, fixture, notes: notes.map((note) => `${name}: ${note}`) });
}

function trialNotes(a: Side, b: Side, { protocol }: DiffOptions): readonly string[] {
  const without = [a, b].filter(({ name, fixture }) => isFile(name) && fixture.trials.size === 0);
  if (!protocol || without.length === 0) return [];
  const names = without.map(({ name }) => name).join(' and ');
  const hold = without.length === 1 ? 'holds' : 'hold';
  return [`refusals and methods are not compared: ${names} ${hold} none (openimds record --protocol)`];
}

function jsonOf(a: Side, b: Side, { differences, paths, trials }: Comparison): object {
  const same = differences.length === 0;
  return { same, sameValues: differences.every(isOfForm), a: a.name, b: b.name, paths, trials, differences };
}

function tell(a: Side, b: Side, comparison: Comparison, notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`openimds: ${note}\n`);
  process.stdout.write(`${differenceLines(a.name, b.name, comparison).join('\n')}\n`);
}
