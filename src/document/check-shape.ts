import { err, ok } from '#base';
import type { Result } from '#base';
import * as z from 'zod';

import { nearestWord } from './nearest-word.ts';
import type { Path, Problem } from './problem.ts';
import { keysAt, schemasAt } from './schema-path.ts';

type Issue = z.core.$ZodIssue;

/** What is being checked: the schema, the value as it was read, and where in the file it stands. */
interface Subject {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly base: Path;
}

/** Checks a value against a schema; the problems say what is allowed, and hold no value that may be secret. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  base: Path,
): Result<z.output<Schema>, readonly Problem[]> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.flatMap((issue) => describe({ schema, value, base }, issue, [])));
}

function describe(subject: Subject, issue: Issue, above: Path): readonly Problem[] {
  const path = [...above, ...stepsOf(issue.path)];
  const full = [...subject.base, ...path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...full, key], at: 'key', message: unknownKey(subject, path, key) }));
    case 'invalid_key':
      return [{ path: full, at: 'key', message: keyMessage(issue) }];
    case 'invalid_union':
      return describeUnion(subject, issue, path);
    case 'invalid_type':
    case 'invalid_value':
      return [{ path: full, at: 'value', message: mismatch(subject, path, [issue]) }];
    case 'too_big':
    case 'too_small':
      return [{ path: full, at: 'value', message: outOfRange(subject, path, issue) }];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
    case 'custom':
      return [{ path: full, at: 'value', message: issue.message }];
  }
}

/** The alternative that fits the kind of the value speaks; where none does, what each of them would take is listed. */
function describeUnion(subject: Subject, issue: z.core.$ZodIssueInvalidUnion, path: Path): readonly Problem[] {
  const fitting = issue.errors.find((issues) => !issues.some(isMismatchAtRoot));
  if (fitting !== undefined) return fitting.flatMap((inner) => describe(subject, inner, path));
  const message = mismatch(subject, path, issue.errors.flat());
  return [{ path: [...subject.base, ...path], at: 'value', message }];
}

function keyMessage(issue: z.core.$ZodIssueInvalidKey): string {
  const [inner = issue] = issue.issues;
  return inner.code === 'too_big' || inner.code === 'too_small' ? `the key ${lengthText(inner)}` : inner.message;
}

function isMismatchAtRoot(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function unknownKey(subject: Subject, path: Path, key: string): string {
  const allowed = keysAt(subject.schema, path);
  const nearest = nearestWord(key, allowed);
  return nearest === undefined
    ? `unknown key; allowed: ${allowed.join(', ')}`
    : `unknown key; did you mean "${nearest}"?`;
}

function mismatch(subject: Subject, path: Path, issues: readonly Issue[]): string {
  const found = valueAt(subject.value, path);
  if (found === undefined) return 'required key is missing';
  const words = issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values.map(String) : []));
  const kinds = issues.flatMap((issue) =>
    issue.code === 'invalid_type' ? [kindText(subject, path, issue.expected)] : [],
  );
  const choice = words.length > 1 ? [`one of ${words.join(', ')}`] : words.map((word) => `"${word}"`);
  const expected = [...new Set([...choice, ...kinds])].join(' or ');
  const nearest = typeof found === 'string' ? nearestWord(found, words) : undefined;
  const remedy = nearest === undefined ? quotesRemedy(found, kinds.includes('text')) : `; did you mean "${nearest}"?`;
  const mayQuote = words.length > 0 || kinds.some((kind) => kind.startsWith('a whole number'));
  return `expected ${expected}, got ${foundText(found, mayQuote)}${remedy}`;
}

function kindText(subject: Subject, path: Path, expected: string): string {
  if (expected === 'int' || expected === 'number') return wholeText(subject, path);
  return KINDS[expected] ?? expected;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function wholeText(subject: Subject, path: Path): string {
  const [schema] = schemasAt(subject.schema, path);
  return schema instanceof z.ZodNumber
    ? `a whole number from ${schema.minValue} to ${schema.maxValue}`
    : 'a whole number';
}

/** YAML reads `1.0`, `true` and an account number as something other than text. */
function quotesRemedy(found: unknown, textExpected: boolean): string {
  return textExpected && (typeof found === 'number' || typeof found === 'boolean') ? '; put it in quotes' : '';
}

/** What was found, by kind; the value itself only where a closed set of words or a number was expected, which no secret is. */
function foundText(found: unknown, mayQuote: boolean): string {
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a mapping';
  if (typeof found === 'string') return mayQuote && found.length <= 40 ? JSON.stringify(found) : 'text';
  if (typeof found === 'boolean') return String(found);
  return typeof found === 'number' && mayQuote ? String(found) : `a ${typeof found}`;
}

function outOfRange(subject: Subject, path: Path, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'number' || issue.origin === 'int')
    return `expected ${wholeText(subject, path)}, got ${foundText(valueAt(subject.value, path), true)}`;
  return lengthText(issue);
}

function lengthText(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const unit = issue.origin === 'string' ? 'characters' : 'entries';
  if (issue.code === 'too_big') return `has more than ${issue.maximum} ${unit}`;
  return issue.minimum === 1 ? 'must not be empty' : `has fewer than ${issue.minimum} ${unit}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, step)?.value : undefined,
    value,
  );
}

function stepsOf(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}
