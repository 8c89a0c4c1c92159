import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { numberKey, pageOf } from '../page.ts';
import type { Page } from '../page.ts';

/** What a call says of the page it wants. */
export interface Paged {
  readonly NextToken?: string | undefined;
  readonly Limit?: number | undefined;
}

const LIMIT_MAX = 100;

/** What is wrong with `Limit`: 0 to 100, where 0 stands for the default. */
export function invalidLimit({ Limit = 0 }: Paged): ApiError | undefined {
  if (Number.isInteger(Limit) && Limit >= 0 && Limit <= LIMIT_MAX) return undefined;
  return {
    code: 'InvalidLimitException',
    message: `The specified limit is outside the allowable range of 0 to ${LIMIT_MAX}.`,
  };
}

/** The page wanted; of `size` unless told. */
export function configPage<Item>(
  items: readonly Item[],
  { NextToken, Limit = 0 }: Paged,
  size: number,
): Result<Page<Item>, ApiError> {
  const placed = items.map((item, place) => ({ item, place }));
  const token = NextToken === '' ? undefined : NextToken;
  const page = pageOf(placed, ({ place }) => numberKey(place), { token, max: Limit === 0 ? size : Limit });
  if (!page.ok) return err({ code: 'InvalidNextTokenException', message: 'The specified next token is not valid.' });
  return ok({ ...page.value, items: page.value.items.map(({ item }) => item) });
}
