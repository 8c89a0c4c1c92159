import { err, ok } from '#base';
import type { Result } from '#base';
import type { Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { invalidParameterValue } from './errors.ts';

type Value = string | number | boolean | undefined;

/** What each filter of an operation compares with; of several values one that matches is enough. */
export type FilterTable<Item> = Readonly<Record<string, (item: Item) => Value | readonly Value[]>>;

/** What an operation can filter by. */
export interface Filterable<Item> {
  readonly table: FilterTable<Item>;
  /** Where `tag:KEY` and `tag-key` look; undefined if the operation has neither. */
  readonly tagsOf?: (item: Item) => Tags;
}

const FILTERS_MAX = 200;
const VALUES_MAX = 200;

/**
 * The items that every filter lets through. Values are compared exactly but for the wildcards `*` and `?`, which a backslash
 * makes plain (EC2 User Guide, "Filter your resources"). The error is a filter that the operation does not have.
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly ec2.Filter[] | undefined,
  filterable: Filterable<Item>,
): Result<readonly Item[], ApiError> {
  const tests = readFilters(filters ?? [], filterable);
  if (!tests.ok) return tests;
  return ok(items.filter((item) => tests.value.every((test) => test(item))));
}

function readFilters<Item>(
  filters: readonly ec2.Filter[],
  filterable: Filterable<Item>,
): Result<readonly ((item: Item) => boolean)[], ApiError> {
  const values = filters.reduce((sum, filter) => sum + (filter.Values ?? []).length, 0);
  if (filters.length > FILTERS_MAX || values > VALUES_MAX) {
    return err({ code: 'FilterLimitExceeded', message: `At most ${VALUES_MAX} filter values are taken.` });
  }
  const tests: ((item: Item) => boolean)[] = [];
  for (const { Name = '', Values = [] } of filters) {
    const read = reader(Name, filterable);
    if (read === undefined) return err(invalidParameterValue(`The filter '${Name.slice(0, 100)}' is invalid`));
    const patterns = Values.map(wildcardPattern);
    tests.push((item) => [read(item)].flat().some((value) => patterns.some((pattern) => matches(pattern, value))));
  }
  return ok(tests);
}

function reader<Item>(
  name: string,
  { table, tagsOf }: Filterable<Item>,
): ((item: Item) => Value | readonly Value[]) | undefined {
  if (Object.hasOwn(table, name)) return table[name];
  if (tagsOf === undefined) return undefined;
  if (name === 'tag-key') return (item) => Object.keys(tagsOf(item));
  if (!name.startsWith('tag:')) return undefined;
  return (item) => (Object.hasOwn(tagsOf(item), name.slice(4)) ? tagsOf(item)[name.slice(4)] : undefined);
}

function matches(pattern: RegExp, value: Value): boolean {
  return value !== undefined && pattern.test(String(value));
}

/** Runs of `*` are one, or a pattern could take exponential time. */
function wildcardPattern(text: string): RegExp {
  const source = text.replaceAll(
    /\\([*?\\])|(\*+)|(\?)|([^\w\s])/g,
    (_, escaped?: string, many?: string, one?: string, other?: string) => {
      if (escaped !== undefined) return `\\${escaped}`;
      if (many !== undefined) return '[^]*';
      if (one !== undefined) return '[^]';
      return `\\u{${(other?.codePointAt(0) ?? 0).toString(16)}}`;
    },
  );
  return new RegExp(`^${source}$`, 'u');
}
