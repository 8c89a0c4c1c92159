import { parseInstanceId } from '#model';
import { seedOf } from './chance.ts';
import { FAULT_LIMITS, FAULT_METHODS } from './fault.ts';
import type { FaultMethod, FaultSelection } from './fault.ts';
import { pathPatternProblem } from './path-pattern.ts';
import { within } from './problem.ts';
import type { Report } from './problem.ts';
import { foundText, readList, readTexts, readWhole, readWord } from './read-fields.ts';
import type { Fields } from './read-fields.ts';
import { readDuration, readTime } from './read-times.ts';

/** The keys that say which requests a fault concerns. */
export const SELECTION_KEYS = [
  'instances',
  'tags',
  'paths',
  'methods',
  'skip',
  'share',
  'seed',
  'count',
  'from',
  'until',
  'for',
] as const;

const SEED_MAX = 0xffff_ffff;

/** Reads `SELECTION_KEYS`. The seed, unless given, follows from the id: what happened can be had again. */
export function readSelection(fields: Fields, id: string, nowMs: number, report: Report): FaultSelection {
  const { instances, tags, paths, methods, skip, share, seed, count } = fields;
  return {
    instances: list(instances, FAULT_LIMITS.instances, readInstanceId, within(report, 'instances')),
    tags: tags === undefined ? {} : readTexts(tags, FAULT_LIMITS.tags, within(report, 'tags')),
    paths: list(paths, FAULT_LIMITS.paths, readPattern, within(report, 'paths')),
    methods: list(methods, FAULT_METHODS.length, readMethod, within(report, 'methods')),
    skip: skip === undefined ? 0 : (readWhole(skip, 0, FAULT_LIMITS.requests, within(report, 'skip')) ?? 0),
    share: share === undefined ? 1 : (readShare(share, within(report, 'share')) ?? 1),
    seed: seed === undefined ? seedOf(id) : (readWhole(seed, 0, SEED_MAX, within(report, 'seed')) ?? 0),
    count: count === undefined ? undefined : readWhole(count, 1, FAULT_LIMITS.requests, within(report, 'count')),
    ...readWindow(fields, nowMs, report),
  };
}

function readWindow(fields: Fields, nowMs: number, report: Report): Pick<FaultSelection, 'fromMs' | 'untilMs'> {
  const fromMs = fields['from'] === undefined ? nowMs : (readTime(fields['from'], within(report, 'from')) ?? nowMs);
  if (fields['for'] !== undefined && fields['until'] !== undefined) report(['for'], 'give "for" or "until", not both');
  if (fields['for'] !== undefined) {
    const ms = readDuration(fields['for'], 1, FAULT_LIMITS.windowMs, within(report, 'for'));
    return { fromMs, untilMs: ms === undefined ? undefined : fromMs + ms };
  }
  if (fields['until'] === undefined) return { fromMs, untilMs: undefined };
  const untilMs = readTime(fields['until'], within(report, 'until'));
  if (untilMs !== undefined && untilMs <= fromMs) report(['until'], 'must be later than the time it begins');
  return { fromMs, untilMs };
}

function list<Value>(
  value: unknown,
  longest: number,
  read: (entry: unknown, report: Report) => Value | undefined,
  report: Report,
): readonly Value[] {
  return value === undefined ? [] : readList(value, longest, read, report);
}

function readInstanceId(value: unknown, report: Report): string | undefined {
  const id = typeof value === 'string' ? parseInstanceId(value) : undefined;
  return id?.ok === true
    ? id.value
    : report([], `expected an instance id: "i-" and 8 or 17 hexadecimal digits, got ${foundText(value)}`);
}

function readMethod(value: unknown, report: Report): FaultMethod | undefined {
  return readWord(typeof value === 'string' ? value.toUpperCase() : value, FAULT_METHODS, report);
}

function readPattern(value: unknown, report: Report): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > FAULT_LIMITS.pathLength) {
    return report([], `expected a pattern such as meta-data/iam/**, got ${foundText(value)}`);
  }
  const problem = pathPatternProblem(value);
  return problem === undefined ? value : report([], problem);
}

function readShare(value: unknown, report: Report): number | undefined {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  return report([], `expected a number from 0 to 1, got ${foundText(value)}`);
}
