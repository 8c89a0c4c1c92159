import { decodeUtf8, encodeUtf8, err, ok } from '#base';
import type { Result } from '#base';
import { parse, stringify } from 'yaml';
import type * as z from 'zod';
import { commonHeaderNames, commonHeaders, headerDifferences, withDifferences } from './common-headers.ts';
import type { CommonHead } from './common-headers.ts';
import { FIXTURE_FORMAT } from './fixture.ts';
import type { Fixture, Recorded, RecordedAnswer } from './fixture.ts';
import { fixtureSchema } from './fixture-schema.ts';
import type { FixtureShape } from './fixture-schema.ts';

/** How large a file may be, in UTF-16 units. */
const MAX_TEXT_LENGTH = 64 * 1024 * 1024;
const PROBLEMS_MAX = 10;

const PREFACE = `# What a metadata service answered, recorded by openimds. "openimds up --from" serves it again, "openimds diff" compares it.
# Bodies marked "replaced" hold fakes in the place of secrets. "headers" and "headerNames", their order and spelling,
# are common to most answers; null: not there.
`;

/** The file of a fixture: YAML that people can read and edit. */
export function writeFixture(fixture: Fixture): string {
  const { recordedAtMs, source, protocol, versions, incomplete, answers, trials } = fixture;
  const all = [...answers.values()];
  const common = {
    headers: commonHeaders(all.map(({ headers }) => headers)),
    headerNames: commonHeaderNames(all.map(({ headerNames }) => headerNames)),
  };
  const shape = {
    openimdsFixture: FIXTURE_FORMAT,
    recordedAt: new Date(recordedAtMs).toISOString(),
    source,
    protocol,
    versions,
    ...(incomplete === undefined ? {} : { incomplete }),
    headers: common.headers,
    headerNames: common.headerNames.join(', '),
    answers: mapped(answers, (answer) => answerShape(answer, common)),
    ...(trials.size === 0 ? {} : { trials: mapped(trials, (trial) => recordedShape(trial, common)) }),
  };
  return PREFACE + stringify(shape, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Reads the file of a fixture. The error names what is wrong with it, and holds none of its bodies. */
export function readFixture(text: string): Result<Fixture, string> {
  if (text.length > MAX_TEXT_LENGTH) return err('it is larger than 64 MiB');
  const value = parseYaml(text);
  if (!value.ok) return value;
  const checked = fixtureSchema.safeParse(value.value);
  if (checked.success) return ok(fixtureOf(checked.data));
  const format = formatOf(value.value);
  if (format === undefined) return err('it is no recording of openimds: openimdsFixture is missing');
  if (format !== FIXTURE_FORMAT)
    return err(`it is of format ${format}; this version of openimds reads format ${FIXTURE_FORMAT}`);
  const problems = checked.error.issues.map((issue) => `${issue.path.join(': ')}: ${messageOf(issue)}`);
  return err(problems.slice(0, PROBLEMS_MAX).join('; '));
}

function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

function formatOf(value: unknown): string | number | undefined {
  const format: unknown =
    typeof value === 'object' && value !== null && 'openimdsFixture' in value ? value.openimdsFixture : undefined;
  return format === undefined || typeof format === 'number' ? format : '"something else"';
}

function parseYaml(text: string): Result<unknown, string> {
  try {
    return ok(parse(text, { maxAliasCount: 0, uniqueKeys: true }));
  } catch (error) {
    return err(`it is no YAML: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'unknown reason'}`);
  }
}

function mapped<From, To>(map: ReadonlyMap<string, From>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries([...map].map(([key, value]) => [key, to(value)]));
}

function answerShape(answer: RecordedAnswer, common: CommonHead): FixtureShape['answers'][string] {
  return { ...(answer.isListing ? { listing: true } : {}), ...recordedShape(answer, common) };
}

function recordedShape(recorded: Recorded, common: CommonHead): NonNullable<FixtureShape['trials']>[string] {
  const { status, headers, body, replaced } = recorded;
  const differences = headerDifferences(headers, common.headers);
  const headerNames = recorded.headerNames.join(', ');
  return {
    ...(status === 200 ? {} : { status }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(differences === undefined ? {} : { headers: differences }),
    ...(headerNames === common.headerNames.join(', ') ? {} : { headerNames }),
    ...bodyShape(body),
  };
}

/** Text where an editor would show it as it is. */
function bodyShape(body: Uint8Array): { readonly text?: string; readonly base64?: string } {
  if (body.length === 0) return {};
  const text = decodeUtf8(body);
  // A byte order mark is lost in decoding, and control characters by editors.
  return text === undefined || text.startsWith('\uFEFF') || body[0] === 0xef || /[^\P{C}\n\t]/u.test(text)
    ? { base64: Buffer.from(body).toString('base64') }
    : { text };
}

function fixtureOf(shape: FixtureShape): Fixture {
  const { recordedAt, source, protocol, versions, incomplete, answers, trials = {} } = shape;
  const common = { headers: shape.headers ?? {}, headerNames: namesOf(shape.headerNames ?? '') };
  return {
    recordedAtMs: Date.parse(recordedAt),
    source,
    protocol,
    versions,
    incomplete,
    answers: new Map(
      Object.entries(answers).map(([path, answer]) => [
        path,
        { ...recordedOf(answer, common), isListing: answer.listing ?? false },
      ]),
    ),
    trials: new Map(Object.entries(trials).map(([name, trial]) => [name, recordedOf(trial, common)])),
  };
}

function recordedOf(shape: NonNullable<FixtureShape['trials']>[string], common: CommonHead): Recorded {
  const { status = 200, headers, replaced, text, base64 } = shape;
  const headerNames = shape.headerNames === undefined ? common.headerNames : namesOf(shape.headerNames);
  const body = base64 === undefined ? encodeUtf8(text ?? '') : Uint8Array.from(Buffer.from(base64, 'base64'));
  return { status, headers: withDifferences(common.headers, headers), headerNames, body, replaced };
}

function namesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(', ');
}
