import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';

/** What a Describe call says of the page it wants. */
export interface Paged {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const LEAST = 5;
const MOST = 1000;

/** What is wrong with `MaxResults`: 5 to 1000 (EC2 API Reference; smaller and larger ones are refused). */
export function invalidMaxResults({ MaxResults }: Paged): ApiError | undefined {
  return maxResultsOutside(LEAST, MOST, MaxResults);
}

/** The same for operations with limits of their own. */
export function maxResultsOutside(least: number, most: number, max: number | undefined): ApiError | undefined {
  if (max === undefined || (Number.isInteger(max) && max >= least && max <= most)) return undefined;
  const expected = max < least ? `greater than ${least}` : `less than or equal to ${most}`;
  return invalidParameterValue(`Value ( ${max} ) for parameter maxResults is invalid. Expecting a value ${expected}.`);
}

/** What is wrong with asking for resources by their ids and by the page; `set` is EC2's name of those ids. */
export function idsWithMaxResults(
  set: string,
  ids: readonly string[] | undefined = [],
  { MaxResults }: Paged,
): ApiError | undefined {
  if (ids.length === 0 || MaxResults === undefined) return undefined;
  const message = `The parameter ${set} cannot be used with the parameter maxResults`;
  return ec2Error('InvalidParameterCombination', message);
}

/** The page asked for of those `items` that are `wanted`; all that are left, up to 1000, unless told how many. */
export function describedPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { MaxResults: max = MOST, NextToken: token }: Paged,
  wanted?: (item: Item) => boolean,
): Result<Page<Item>, ApiError> {
  const page = pageOf(items, keyOf, { max, token: token === '' ? undefined : token }, wanted);
  return page.ok ? ok(page.value) : err(invalidParameterValue('Unable to parse pagination token'));
}
