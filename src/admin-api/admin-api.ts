import type { ApiRequest, ApiResponse } from '#protocol/aws';
import type { AdminParts } from './admin-parts.ts';
import { findRoute } from './find-route.ts';
import { openApiDocument } from './openapi/document.ts';
import { readInput } from './read-input.ts';
import { renderAnswer, renderError } from './render.ts';
import { defineRoute, json } from './route.ts';
import type { AdminCall, AdminError, Route } from './route.ts';
import { ROUTES } from './routes.ts';

/** What every path begins with. */
export const ADMIN_PREFIX = '/_openimds/v1/';
/** What requests are signed for, and the prefix of actions in policies. */
export const ADMIN_SERVICE = 'openimds';

type Caller = Pick<AdminCall<unknown>, 'accountId' | 'nowMs'>;
type Response = ReturnType<typeof renderAnswer>;

/** What one request wants. */
interface Wanted {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>> | undefined;
  readonly act: (caller: Caller) => Promise<Response>;
}

/** The API as an extension of the AWS API. */
export function adminApi(parts: AdminParts): {
  readonly prefix: string;
  readonly service: string;
  readonly route: (request: ApiRequest) => Wanted;
  readonly refuse: (status: number, code: string, message: string) => ApiResponse;
} {
  const routes = ROUTES.flatMap((make) => make(parts));
  const document = openApiDocument(routes, { prefix: ADMIN_PREFIX, version: parts.version });
  const all = [...routes, describing(document)];
  return {
    prefix: ADMIN_PREFIX,
    service: ADMIN_SERVICE,
    route: (request) => wantedOf(all, request),
    refuse: (status, code, message) => renderError({ status, code, message }),
  };
}

function describing(document: unknown): Route {
  return defineRoute({
    method: 'GET',
    path: '/openapi.json',
    action: 'GetOpenApi',
    summary: 'This API as an OpenAPI document',
    handle: () => json(document),
  });
}

function wantedOf(routes: readonly Route[], request: ApiRequest): Wanted {
  const found = findRoute(routes, request.method, request.path.slice(ADMIN_PREFIX.length - 1));
  if (!found.ok) return refused('Unknown', found.error);
  const { route, params } = found.value;
  const sent = route.input === undefined ? { ok: true as const, value: undefined } : readInput(request);
  const prepared = sent.ok ? route.prepare(sent.value) : sent;
  if (!prepared.ok) return refused(route.action, prepared.error);
  const { input, handle } = prepared.value;
  return {
    action: route.action,
    input: { ...params, ...(typeof input === 'object' ? input : undefined) },
    async act(caller) {
      const outcome = await handle({ params, ...caller });
      return outcome.ok ? renderAnswer(outcome.value) : renderError(outcome.error);
    },
  };
}

function refused(action: string, error: AdminError): Wanted {
  return { action, input: undefined, act: () => Promise.resolve(renderError(error)) };
}
