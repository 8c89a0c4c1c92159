import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { numberKey, pageOf } from '../page.ts';
import { invalidInput } from './errors.ts';

/** What a List call says of the page it wants. */
export interface Listed {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

const MOST = 20;

/** What is wrong with `MaxResults`: 1 to 20 (Organizations API Reference). */
export function invalidMaxResults({ MaxResults: max }: Listed): ApiError | undefined {
  if (max === undefined || (Number.isInteger(max) && max >= 1 && max <= MOST)) return undefined;
  return max < 1
    ? invalidInput('MIN_VALUE_EXCEEDED', 'You provided a value for MaxResults that is less than 1.')
    : invalidInput('MAX_VALUE_EXCEEDED', `You provided a value for MaxResults that is more than ${MOST}.`);
}

/** The page wanted of `items`, in the order they are in. */
export function listedPage<Item>(
  items: readonly Item[],
  { NextToken: token, MaxResults: max = MOST }: Listed,
): Result<{ readonly items: readonly Item[]; readonly NextToken: string | undefined }, ApiError> {
  const numbered = items.map((item, index) => ({ item, key: numberKey(index) }));
  const page = pageOf(numbered, ({ key }) => key, { token, max });
  if (!page.ok) return err(invalidInput('INVALID_NEXT_TOKEN', 'You specified an invalid value for NextToken.'));
  return ok({ items: page.value.items.map(({ item }) => item), NextToken: page.value.nextToken });
}
