import { err, ok } from '#base';
import type { Result } from '#base';

/** Part of a list, and what to ask for the rest with; `undefined` at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** What the part before gave; the beginning unless told. */
  readonly token: string | undefined;
  readonly max: number;
}

/**
 * Cuts a page out of `items`, which are in the order of the keys `keyOf` gives. A token names the last item of its page, so
 * that what comes and goes in between neither shifts nor repeats the rest. Items that are not `wanted` are on no page, and
 * none is asked about that is not needed. The error is a token that is none.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { token, max }: PageRequest,
  wanted: (item: Item) => boolean = () => true,
): Result<Page<Item>, 'invalid-token'> {
  const after = token === undefined ? undefined : readToken(token);
  if (token !== undefined && after === undefined) return err('invalid-token');
  const page: Item[] = [];
  for (const item of items) {
    if ((after !== undefined && keyOf(item) <= after) || !wanted(item)) continue;
    const last = page.at(-1);
    if (page.length === max && last !== undefined) return ok({ items: page, nextToken: writeToken(keyOf(last)) });
    page.push(item);
  }
  return ok({ items: page, nextToken: undefined });
}

/** A key for `pageOf` that sorts as numbers do. */
export function numberKey(value: number): string {
  return value.toString().padStart(16, '0');
}

function writeToken(key: string): string {
  return Buffer.from(`1:${key}`).toString('base64url');
}

function readToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  return text.startsWith('1:') && writeToken(text.slice(2)) === token ? text.slice(2) : undefined;
}
