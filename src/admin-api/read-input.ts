import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiRequest } from '#protocol/aws';
import { invalid } from './route.ts';
import type { AdminError } from './route.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** What a request sent: the JSON of its body, or its query as an object (a name that is repeated as a list). */
export function readInput(request: ApiRequest): Result<unknown, AdminError> {
  const bodiless = request.method === 'GET' || request.method === 'DELETE' || request.method === 'HEAD';
  if (bodiless) return ok(readQuery(request.query));
  if (request.body.length === 0) return ok({});
  try {
    return ok(JSON.parse(UTF8.decode(request.body)));
  } catch {
    return err(invalid('the body is not JSON in UTF-8'));
  }
}

function readQuery(query: string): Record<string, string | readonly string[]> {
  const values: [string, string | readonly string[]][] = [];
  const sent = new URLSearchParams(query);
  for (const name of new Set(sent.keys())) {
    const all = sent.getAll(name);
    values.push([name, all.length === 1 ? (all[0] ?? '') : all]);
  }
  return Object.fromEntries(values);
}
