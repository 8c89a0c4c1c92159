import { ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';

/**
 * What several changes came to that were asked for together, or the first error among them. Changes of one turn are one
 * write to the disk: whenever the process ends, all of them are there or none.
 */
export async function allOf<Value>(
  changes: readonly Promise<Result<Value, ApiError>>[],
): Promise<Result<readonly Value[], ApiError>> {
  const values: Value[] = [];
  for (const changed of await Promise.all(changes)) {
    if (!changed.ok) return changed;
    values.push(changed.value);
  }
  return ok(values);
}
