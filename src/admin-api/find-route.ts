import { err, ok } from '#base';
import type { Result } from '#base';
import type { AdminError, Route } from './route.ts';

/** A route, and what its path's names stand for. */
export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a method and a path below the prefix; an error says what is there instead. */
export function findRoute(routes: readonly Route[], method: string, path: string): Result<FoundRoute, AdminError> {
  const segments = decodeSegments(path);
  const there = segments === undefined ? [] : routes.flatMap((route) => matched(route, segments));
  const found = there.find(({ route }) => route.method === method);
  if (found !== undefined) return ok(found);
  if (there.length === 0) {
    return err({
      status: 404,
      code: 'UnknownOperationException',
      message: `there is no ${method} ${path}; see GET openapi.json`,
    });
  }
  const allowed = there.map(({ route }) => route.method).join(', ');
  return err({ status: 405, code: 'MethodNotAllowedException', message: `${path} takes ${allowed}` });
}

function matched(route: Route, segments: readonly string[]): readonly FoundRoute[] {
  const pattern = route.path.split('/');
  if (pattern.length !== segments.length) return [];
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return [];
    if (name !== undefined) params[name] = segment;
  }
  return [{ route, params }];
}

function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
