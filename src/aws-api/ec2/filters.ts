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
  const passes = filterTest(filters, filterable);
  return passes.ok ? ok(items.filter(passes.value)) : passes;
}

/** Whether every filter lets an item through, for lists of which only a part is looked at. The error is as of `filtered`. */
export function filterTest<Item>(
  filters: readonly ec2.Filter[] | undefined,
  filterable: Filterable<Item>,
): Result<(item: Item) => boolean, ApiError> {
  const tests = readFilters(filters ?? [], filterable);
  if (!tests.ok) return tests;
  return ok((item) => tests.value.every((test) => test(item)));
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

function matches(pattern: Pattern, value: Value): boolean {
  return value !== undefined && matchesWildcards(pattern, String(value));
}

/** A character as it is, any one (`?`), or any number of any (`*`). */
type Token = { readonly kind: 'one' | 'many' } | { readonly kind: 'plain'; readonly character: string };
type Pattern = readonly Token[];

function wildcardPattern(text: string): Pattern {
  return [...text.matchAll(/\\([*?\\])|([*])|([?])|([^])/gu)].map(([, escaped, many, one, other]) => {
    if (many !== undefined) return { kind: 'many' };
    return one === undefined ? { kind: 'plain', character: escaped ?? other ?? '' } : { kind: 'one' };
  });
}

/** Goes back to the last `*` only, so that no pattern takes more than its length times the value's. */
function matchesWildcards(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  let [at, read, star, resume] = [0, 0, -1, 0];
  while (read < characters.length) {
    const token = pattern[at];
    if (token?.kind === 'many') [star, resume] = [at++, read];
    else if (token?.kind === 'one' || (token?.kind === 'plain' && token.character === characters[read])) {
      at++;
      read++;
    } else if (star === -1) return false;
    else [at, read] = [star + 1, ++resume];
  }
  return pattern.slice(at).every(({ kind }) => kind === 'many');
}
