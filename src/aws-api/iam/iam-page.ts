import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { pageOf } from '../page.ts';
import { validationError } from './errors.ts';

/** What a List call says of the page it wants. */
export interface Listed {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** A page as IAM's lists have it. */
export interface IamPage<Item> {
  readonly items: readonly Item[];
  readonly rest: { readonly IsTruncated: boolean; readonly Marker: string | undefined };
}

const MOST = 1000;
const USUAL = 100;

/** What is wrong with `MaxItems`: 1 to 1000 (IAM API Reference). */
export function invalidMaxItems({ MaxItems: max }: Listed): ApiError | undefined {
  if (max === undefined || (Number.isInteger(max) && max >= 1 && max <= MOST)) return undefined;
  const bound = max < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST}`;
  return validationError(
    `1 validation error detected: Value '${max}' at 'maxItems' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** The page wanted of `items` by the names `nameOf` gives, in whose order IAM lists. */
export function listedPage<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { Marker, MaxItems = USUAL }: Listed,
): Result<IamPage<Item>, ApiError> {
  const keyOf = (item: Item): string => nameOf(item).toLowerCase();
  const sorted = [...items].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const page = pageOf(sorted, keyOf, { max: MaxItems, token: Marker });
  if (!page.ok) return err(validationError('Invalid Marker.'));
  const { items: cut, nextToken } = page.value;
  return ok({ items: cut, rest: { IsTruncated: nextToken !== undefined, Marker: nextToken } });
}
