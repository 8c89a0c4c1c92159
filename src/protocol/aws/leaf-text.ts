import type { Complain } from './complaint.ts';
import type { Leaf } from './schema.ts';
import { decodeBase64 } from './base64.ts';

const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };
const EXPECTED: Readonly<Record<Leaf['type'], string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  timestamp: 'a timestamp such as 2026-01-31T12:00:00Z',
  blob: 'base64',
};

/** What `text` says as a value of `leaf`, as a query or a path spells it; complains and gives `undefined` if nothing. */
export function parseLeafText(leaf: Leaf, text: string, path: string, complain: Complain): unknown {
  const value = PARSERS[leaf.type](text);
  if (value === undefined) complainMalformed(leaf, path, complain);
  else if (leaf.values !== undefined) checkEnum(leaf.values, text, path, complain);
  return value;
}

/** Complains that what is at `path` is not of the type of `leaf`. */
export function complainMalformed(leaf: Leaf, path: string, complain: Complain): void {
  complain({ kind: 'malformed', path, expected: EXPECTED[leaf.type] });
}

/** Complains if `value` is none of `values`. */
export function checkEnum(values: readonly string[], value: string, path: string, complain: Complain): void {
  if (!values.includes(value)) complain({ kind: 'not-in-enum', path, value, values });
}

const PARSERS: Readonly<Record<Leaf['type'], (text: string) => unknown>> = {
  string: (text) => text,
  number: parseNumber,
  boolean: (text) => (Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined),
  timestamp: parseTimestamp,
  blob: decodeBase64,
};

function parseNumber(text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** ISO 8601 with a zone, or a day alone, which is taken for its midnight in UTC. */
function parseTimestamp(text: string): Date | undefined {
  const [, day] = TIMESTAMP.exec(text) ?? [];
  const time = new Date(text);
  if (day === undefined || Number.isNaN(time.getTime())) return undefined;
  // `Date` takes the 31st of February for the 3rd of March: such a day does not come back as it went in.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? time : undefined;
}
