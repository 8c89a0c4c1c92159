import { percentDecode } from './query-string.ts';
import type { HttpBinding, Operation } from './schema.ts';

/** The operation a restJson1 request is for, with what its path says. */
export interface RestRoute {
  readonly operation: Operation;
  readonly labels: ReadonlyMap<string, string>;
}

/** Finds the operation for a method and an encoded path. No two templates fit one path. */
export function routeRest(operations: Iterable<Operation>, method: string, path: string): RestRoute | undefined {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(percentDecodeSegment);
  for (const operation of operations) {
    const labels = operation.http === undefined ? undefined : match(operation.http, method, segments);
    if (labels !== undefined) return { operation, labels };
  }
  return undefined;
}

function match(
  { method, segments }: HttpBinding,
  actualMethod: string,
  actual: readonly (string | undefined)[],
): ReadonlyMap<string, string> | undefined {
  if (method !== actualMethod || segments.length !== actual.length) return undefined;
  const labels = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const value = actual[index];
    const label = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (value === undefined || value === '' || (label === undefined && segment !== value)) return undefined;
    if (label !== undefined) labels.set(label, value);
  }
  return labels;
}

/** Unlike in a query, `+` is itself in a path (RFC 3986, section 3.3). */
function percentDecodeSegment(segment: string): string | undefined {
  return percentDecode(segment.replaceAll('+', '%2B'));
}
