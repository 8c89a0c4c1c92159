import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { numberKey, pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { invalid } from './errors.ts';

/** What a List call says of the page it wants. */
interface Listed {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

const MOST = 100;

/** The page wanted of what is held, in the order of its making. */
export function fisPage<Item extends { readonly createdRevision: number }>(
  items: readonly Item[],
  { maxResults: max = MOST, nextToken: token }: Listed,
): Result<Page<Item>, ApiError> {
  if (max < 1 || max > MOST) return err(invalid(`maxResults must be from 1 to ${MOST}.`));
  const page = pageOf(items, ({ createdRevision }) => numberKey(createdRevision), { token, max });
  return page.ok ? ok(page.value) : err(invalid('The nextToken is not one of this list.'));
}
