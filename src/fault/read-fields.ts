import type { Report } from './problem.ts';
import { within } from './problem.ts';

/** What a mapping of unknown origin holds. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value as a mapping, or a report. */
export function readFields(value: unknown, report: Report): Fields | undefined {
  return isFields(value) ? value : report([], `expected a mapping, got ${foundText(value)}`);
}

/** Reports every key that is not one of `allowed`. */
export function checkKeys(fields: Fields, allowed: readonly string[], report: Report): void {
  for (const key of Object.keys(fields)) {
    if (!allowed.includes(key)) report([key.slice(0, 64)], `unknown key; allowed: ${allowed.join(', ')}`);
  }
}

/** A whole number in a range. */
export function readWhole(value: unknown, lowest: number, highest: number, report: Report): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest && value <= highest) return value;
  return report([], `expected a whole number from ${lowest} to ${highest}, got ${foundText(value)}`);
}

/** Text that is one of `words`. */
export function readWord<Word extends string>(
  value: unknown,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  const word = words.find((candidate) => candidate === value);
  return word ?? report([], `expected one of ${words.join(', ')}, got ${foundText(value)}`);
}

/** Text of bounded length, as `pattern` has it. */
export function readText(
  value: unknown,
  { longest, pattern, expected }: { longest: number; pattern: RegExp; expected: string },
  report: Report,
): string | undefined {
  if (typeof value === 'string' && value.length <= longest && pattern.test(value)) return value;
  return report([], `expected ${expected}, got ${foundText(value)}`);
}

/** A list of at most `longest`, every entry read by `read`. */
export function readList<Value>(
  value: unknown,
  longest: number,
  read: (entry: unknown, report: Report) => Value | undefined,
  report: Report,
): readonly Value[] {
  if (!Array.isArray(value)) return report([], `expected a list, got ${foundText(value)}`) ?? [];
  if (value.length > longest) return report([], `has more than ${longest} entries`) ?? [];
  return value.flatMap((entry: unknown, index) => read(entry, within(report, index)) ?? []);
}

/** A mapping from text to text of at most `longest` entries. */
export function readTexts(value: unknown, longest: number, report: Report): Readonly<Record<string, string>> {
  const fields = readFields(value, report) ?? {};
  const entries = Object.entries(fields);
  if (entries.length > longest) return report([], `has more than ${longest} entries`) ?? {};
  const wrong = entries.filter(([, text]) => typeof text !== 'string');
  for (const [key, text] of wrong)
    report([key.slice(0, 64)], `expected text, got ${foundText(text)}; put it in quotes`);
  return Object.fromEntries(entries.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])));
}

/** What was found, short and in words that fit an error. */
export function foundText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
