import { readFile } from 'node:fs/promises';
import { err, ok } from '#base';
import type { Result } from '#base';
import { compareFixtures, isOfForm, readFixture } from '#recording';
import type { Comparison, Fixture } from '#recording';
import { differenceLines } from './difference-lines.ts';
import { fail } from './failure.ts';
import { readService } from './read-service.ts';
import type { Reading } from './read-service.ts';
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
  const sides = await readSides(names, options);
  if (!sides.ok) return fail(sides.error, 2);
  const [a, b] = sides.value;
  const comparison = compareFixtures(a.fixture, b.fixture, {
    lastModified: options.lastModified === true,
    ignoredHeaders: new Set(options.ignoreHeader),
    headerForm: options.headerForm,
  });
  const notes = [...a.notes, ...b.notes, ...trialNotes(a, b, options)];
  if (json) process.stdout.write(`${JSON.stringify({ ...jsonOf(a, b, comparison), notes })}\n`);
  else tell(a, b, comparison, notes);
  if (comparison.differences.length > 0) process.exitCode = 1;
}

/** A recording says which versions to read of a service, unless a flag does. Whatever is wrong is told before anything is read. */
async function readSides(names: readonly [string, string], options: DiffOptions): Promise<Result<Sides, string>> {
  const places = names.map((name) => (isFile(name) ? name : parseServiceUrl(name)));
  const recordings: (Side | undefined)[] = [];
  for (const place of places) {
    const recording = typeof place === 'string' ? await readRecording(place, options.versions) : undefined;
    if (recording?.ok === false) return recording;
    recordings.push(recording?.value);
  }
  const reading = readingFor(
    recordings.flatMap((side) => side?.fixture ?? []),
    options,
  );
  const sides: Side[] = [];
  for (const [at, name] of names.entries()) {
    const side = recordings[at];
    const read = side === undefined ? await readSide(name, reading) : ok(side);
    if (!read.ok) return read;
    sides.push(read.value);
  }
  return both(sides, options.versions);
}

type Sides = readonly [Side, Side];

/** A version that only one has is a difference; one that nobody has is a mistake. */
function both([a, b]: readonly Side[], versions: DiffOptions['versions']): Result<Sides, string> {
  if (a === undefined || b === undefined) throw new RangeError('there are two sides');
  const unserved = typeof versions === 'object' ? versions.filter((each) => ![a, b].some(hasVersion(each))) : [];
  if (unserved.length > 0) return err(`neither ${a.name} nor ${b.name} has a version ${unserved.join(', ')}`);
  return ok([a, b]);
}

function hasVersion(version: string): (side: Side) => boolean {
  return ({ fixture }) => fixture.answers.get(`/${version}`)?.status === 200;
}

/** What to read of services to compare them with what is recorded. */
function readingFor(known: readonly Fixture[], options: DiffOptions): Reading {
  const versions = options.versions ?? known[0]?.versions ?? 'latest';
  const hasUserData = known.some(({ answers }) =>
    [...answers].some(([path, { replaced }]) => path.endsWith('/user-data') && replaced === undefined),
  );
  const trials = options.protocol && known.every((fixture) => fixture.trials.size > 0);
  return { ...options, versions, trials, requireVersions: false, ...(hasUserData ? { userData: true } : {}) };
}

/** Whatever does not look like the place of a service. */
function isFile(name: string): boolean {
  return (
    !/^https?:\/\//i.test(name) && !/^(?:\[[0-9a-f:]+\]|[\w.-]+):\d+$/i.test(name) && !/^\d+(?:\.\d+){3}$/.test(name)
  );
}

async function readRecording(name: string, versions: DiffOptions['versions']): Promise<Result<Side, string>> {
  const text = await readFile(name, 'utf8').catch(() => undefined);
  if (text === undefined) return err(`${name}: cannot be read; a service is named by its http:// URL`);
  const fixture = readFixture(text);
  if (!fixture.ok) return err(`${name}: ${fixture.error}`);
  const { incomplete } = fixture.value;
  const notes = incomplete === undefined ? [] : [`${name} is not whole: ${incomplete}`];
  return ok({ name, fixture: ofVersions(fixture.value, versions), notes });
}

/** Of a recording what would be read of a service. */
function ofVersions(fixture: Fixture, versions: DiffOptions['versions']): Fixture {
  if (versions === undefined || versions === 'all') return fixture;
  const wanted = new Set(versions === 'latest' ? ['latest'] : versions);
  const answers = [...fixture.answers].filter(([path]) => path === '/' || wanted.has(path.split('/', 2)[1] ?? ''));
  return { ...fixture, versions: fixture.versions.filter((each) => wanted.has(each)), answers: new Map(answers) };
}

async function readSide(name: string, reading: Reading): Promise<Result<Side, string>> {
  const found = await readService(parseServiceUrl(name), reading);
  if (!found.ok) return err(found.error.message);
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
