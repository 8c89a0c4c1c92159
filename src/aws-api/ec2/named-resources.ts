import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { ec2Error } from './errors.ts';

/** What ids of a kind of resource look like, and what is said of wrong ones. */
export interface ResourceIds {
  /** `vpc`, `subnet`, … */
  readonly prefix: string;
  /** Code of the error (EC2 API Reference, "Error codes"). */
  readonly malformed: string;
  readonly notFound: (id: string) => ApiError;
}

/**
 * The resources of these ids, each once; every one if none are named. Sorted by id. Configurations may declare ids that
 * EC2 would not make, so an id is malformed only if nobody has it.
 */
export function namedResources<Resource extends { readonly id: string }>(
  all: ReadonlyMap<string, Resource>,
  ids: readonly string[] | undefined,
  kind: ResourceIds,
): Result<readonly Resource[], ApiError> {
  const wanted = ids === undefined || ids.length === 0 ? all.keys() : ids;
  const found: Resource[] = [];
  for (const id of new Set(wanted)) {
    const resource = all.get(id);
    if (resource === undefined) return err(missing(id, kind));
    found.push(resource);
  }
  return ok(found.sort((one, other) => (one.id < other.id ? -1 : 1)));
}

/** Why there is no resource of this id. */
export function missing(id: string, { prefix, malformed, notFound }: ResourceIds): ApiError {
  if (new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return notFound(id);
  return ec2Error(malformed, `Invalid id: "${id.slice(0, 100)}" (expecting "${prefix}-...")`);
}
